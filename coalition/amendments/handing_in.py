"""Handing in what a seat noted: the amendments that are ticked, and its comments, as they were read on the page that asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments.carried_replies import carry_replies
from coalition.amendments.errors import ChangedByColleague
from coalition.amendments.proposing import hand_in
from coalition.amendments.views import PrivateAmendment, private_amendments
from coalition.database import transaction
from coalition.drafting.provision_texts import digest_of
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.rounds.answering_rounds import hand_in_comments
from coalition.rounds.forms import SeatCommentsForm
from coalition.rounds.private_comments import PrivateComments, private_comments, waiting_comments
from coalition.rounds.seat_sessions import hold_seat, hold_seat_alone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.amendments.forms import NotesForm
    from coalition.rounds.seat_links import OpenedSeat

_NOTHING = Message("Tick what is handed in.")


class Notes(Struct, frozen=True):
    """Everything that a seat noted and did not hand in."""

    amendments: Sequence[PrivateAmendment]
    comments: PrivateComments

    @property
    def comments_mark(self) -> str:
        """What the tick of the comments says: the digest of all that are to be on record then."""
        return digest_of("\0".join(f"{key}\0{text}" for key, text in sorted(self.comments.now.items())))

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not self.amendments and not self.comments.wait


async def notes_of(opened: OpenedSeat) -> Notes:
    """Return what a seat noted, for its own organisation only."""
    return Notes(await private_amendments(opened), await private_comments(opened))


async def notes_to_show(opened: OpenedSeat) -> Notes:
    """Return what waits to be handed in, for a page of the seat."""
    return Notes(await private_amendments(opened), await waiting_comments(opened))


def mark_of(amendment: PrivateAmendment) -> str:
    """Return what the tick of an amendment says: which one, and what it said."""
    return f"{amendment.key}.{amendment.digest}"


async def hand_in_notes(session: str, form: NotesForm, language: str) -> list[int]:
    """Hand in the amendments and the comments that are ticked; return the numbers of the amendments.

    Raises:
        SessionEnded: the session is over.
        ChangedByColleague: a note that is ticked says something else now, or is not there any more.
        InvalidForm: nothing is ticked.
        TextFrozen, WasAbandoned: amendments are ticked, and nobody works on the draft any more.

    """
    if not form.notes and not form.comments:
        raise InvalidForm({"notes": _NOTHING})
    async with transaction():
        opened = await hold_seat_alone(session)
        notes = await notes_of(opened)
        marks = {mark_of(amendment): amendment.key for amendment in notes.amendments}
        if not marks.keys() >= {*form.notes} or form.comments not in {"", notes.comments_mark}:
            raise ChangedByColleague
        if form.comments:
            await _hand_in_comments(session, notes, form, language)
        return await hand_in(session, form, *(marks[mark] for mark in form.notes)) if form.notes else []


async def _hand_in_comments(session: str, notes: Notes, form: NotesForm, language: str) -> None:
    given = {"comments": dict(notes.comments.now), "disclosure": form.disclosure, "name": form.name}
    await replace_comments(session, SeatCommentsForm.parse(given), language)


async def replace_comments(session: str, form: SeatCommentsForm, language: str) -> None:
    """Hand in the comments of an organisation in place of those before; replies stay with comments that say the same.

    Raises:
        SessionEnded, InvalidForm: as `hand_in_comments`.

    """
    async with transaction():
        opened = await hold_seat(session)
        async with carry_replies(opened.seat.id):
            await hand_in_comments(session, form, language)
