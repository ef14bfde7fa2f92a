"""What the page of a provision shows to a seat: the text as it was sent, what others disclosed, and the own notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments.comment_views import CommentsPage, comments_of
from coalition.amendments.filters import AmendmentFilters
from coalition.amendments.noting import Note, changing
from coalition.amendments.readers import reader_in
from coalition.amendments.reply_views import ReplyView, replies_beside
from coalition.amendments.seat_texts import SeatText, SentTexts, read_apart, sent_texts
from coalition.amendments.views import PrivateAmendment, WholeAmendmentsPage, amendment_views, private_amendments
from coalition.invitations.letters import forum_of, is_discreet
from coalition.memoranda import edition_queries
from coalition.memoranda.actions import Action, Situation, is_possible
from coalition.organisations import queries as organisations
from coalition.rounds.private_comments import private_comment
from coalition.rounds.tables import RoundKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.drafting.provision_texts import ProvisionText
    from coalition.organisations.views import OrganisationView
    from coalition.rounds.seat_links import OpenedSeat

_PAGE = 20


class SeatPlace(Struct, frozen=True):
    """Where a seat stands: for whom it answers, until when, and whether amendments can still be proposed."""

    opened: OpenedSeat
    organisation: OrganisationView
    is_worked_on: bool
    discreet: bool

    @property
    def asks_comments(self) -> bool:
        """Whether the round asks for comments."""
        return self.opened.round.kind == RoundKind.COMMENTS


async def place_of(opened: OpenedSeat) -> SeatPlace:
    """Return where a seat stands."""
    [organisation] = (await organisations.views_by_id([opened.seat.organisation])).values()
    edition = await edition_queries.edition_worked_on(opened.memorandum.id)
    is_writable = is_possible(Action.WRITE, Situation(opened.memorandum, drafted=edition.digest is None))
    is_worked_on = is_writable and edition.number == opened.round.edition
    return SeatPlace(opened, organisation, is_worked_on, is_discreet(organisation, await forum_of(opened.memorandum), opened.memorandum))


class SeatProvision(Struct, frozen=True):
    """A provision on the page of a seat; `private` are the own amendments about it that are not handed in, `replies` those to its comments."""

    place: SeatPlace
    sent: SentTexts
    shown: SeatText
    key: str
    note: Note
    is_comment_saved: bool
    private: Sequence[PrivateAmendment]
    amendments: WholeAmendmentsPage
    comments: CommentsPage
    replies: Mapping[int, Sequence[ReplyView]]

    @property
    def text(self) -> ProvisionText:
        """The provision in the language that is shown."""
        return self.shown.text.provisions[self.key]

    @property
    def language(self) -> str:
        """The language that is shown."""
        return self.shown.text.language

    @property
    def neighbours(self) -> tuple[str, str]:
        """The keys of the provisions before and after it; empty at the ends."""
        keys = ["", *self.shown.keys, ""]
        at = keys.index(self.key)
        return keys[at - 1], keys[at + 1]

    @property
    def is_noted(self) -> bool:
        """Whether something of the own organisation waits here to be handed in."""
        return bool(self.private) or self.is_comment_saved


class Wanted(Struct, frozen=True):
    """Which provision is asked for, in which languages, the first that has it, and where the lists of amendments and comments begin."""

    key: str
    languages: Sequence[str]
    after: int = 0
    after_comment: int = 0


async def seat_provision(opened: OpenedSeat, wanted: Wanted) -> SeatProvision | None:
    """Return a provision as a seat sees it, in a fixed number of queries; None if the text that was sent has no such provision."""
    reader = reader_in(opened)
    sent = await sent_texts(opened.round, reader)
    shown = sent.of(*wanted.languages, key=wanted.key)
    await read_apart(shown)
    if shown is None or wanted.key not in shown.text.provisions:
        return None
    private = await private_amendments(opened, [wanted.key])
    own = await private_comment(opened, wanted.key)
    comments = await comments_of(reader, provisions=[wanted.key], after=wanted.after_comment, limit=_PAGE)
    return SeatProvision(
        place=await place_of(opened),
        sent=sent,
        shown=shown,
        key=wanted.key,
        note=Note(own.now.get(wanted.key, ""), changing(private, shown.text.language)),
        is_comment_saved=wanted.key in own.waiting,
        private=private,
        amendments=await amendment_views(reader, AmendmentFilters(provision=wanted.key), after=wanted.after, limit=_PAGE),
        comments=comments,
        replies=(await replies_beside(reader, comments=[comment.id for comment in comments.comments])).to_comments,
    )
