"""What the holder of a seat's link sees: the frozen draft, what is asked, the own answer, and what others let them read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.invitations.letters import forum_of, is_discreet
from coalition.memoranda import queries as memoranda
from coalition.memoranda.recording_revisions import Content
from coalition.organisations import queries as organisations
from coalition.rounds import queries
from coalition.rounds.result_sentences import RULES, sentence_of
from coalition.rounds.round_results import result_of
from coalition.rounds.seats import disclosed_by, views_of
from coalition.rounds.tables import COMMENT_TEXT, RoundKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coalition.languages import Message
    from coalition.memoranda.queries import MemorandumView
    from coalition.organisations.views import OrganisationView
    from coalition.rounds.round_results import Result
    from coalition.rounds.seat_links import OpenedSeat
    from coalition.rounds.seats import Disclosed, SeatView
    from coalition.rounds.tables import ConsultationRound


_FIRST = 10  # comments of an answer on a page with all answers; the others stand with their provisions


class FrozenText(Struct, frozen=True):
    """One language of the draft as it was sent."""

    language: str
    status: str
    content: Content


class FirstComments(Struct, frozen=True):
    """The first comments of an answer by provision ("" for the whole text), and how many more there are."""

    shown: Sequence[tuple[str, str]] = ()
    more: int = 0


NO_COMMENTS = FirstComments()


class OthersAnswer(Struct, frozen=True):
    """The answer of another organisation as its author disclosed it, with its first comments."""

    disclosed: Disclosed
    organisation: OrganisationView | None
    comments: FirstComments


class SeatScene(Struct, frozen=True):
    """The data of the pages of a seat; `comments` are those of the own answer that counts."""

    organisation: OrganisationView
    memorandum: MemorandumView
    round: ConsultationRound
    own: SeatView
    result: Result
    messages: Mapping[str, str]
    texts: Sequence[FrozenText]
    others: Sequence[OthersAnswer]
    comments: FirstComments
    takes_answers: bool
    discreet: bool

    @property
    def kind(self) -> RoundKind:
        """What the round asks for."""
        return RoundKind(self.round.kind)

    @property
    def sentence(self) -> Message:
        """The result so far, or at the end, in words."""
        return sentence_of(self.result)

    @property
    def rule(self) -> Message:
        """The rule of the round."""
        return RULES[self.kind]

    def message(self, language: str) -> tuple[str, str] | None:
        """Return what the coordinator wrote, with its language: the reader's own, else any."""
        codes = [code for code in (language, *self.messages) if code in self.messages]
        return (codes[0], self.messages[codes[0]]) if codes else None

    def title(self, language: str) -> tuple[str, str]:
        """Return the language and the title of the frozen text, in the reader's language or in another."""
        text = self.text(language)
        return text.language, text.content.title

    def text(self, language: str) -> FrozenText:
        """Return the frozen text in a language, else the first authentic one."""
        return next((text for text in self.texts if text.language == language), self.texts[0])


async def scene_of_seat(opened: OpenedSeat, *, whole_answer: bool = True) -> SeatScene:
    """Load what the pages of a seat show, with all comments of its own answer, or with the first ones."""
    row = opened.round
    views = (await views_of([row]))[row.id]
    own = next(view for view in views if view.id == opened.seat.id)
    disclosed = disclosed_by(views, own.id)
    named = await organisations.views_by_id({own.organisation, *(each.organisation for each in disclosed if each.organisation)})
    comments = await _comments([own.answer.row.id] if own.answer else [], None if whole_answer else _FIRST)
    first = await first_comments(each.answer for each in disclosed)
    texts = [FrozenText(text.language, text.status, Content.unpacked(bytes(text.content))) for text in await queries.texts_of(row.id)]
    return SeatScene(
        organisation=named[own.organisation],
        memorandum=await memoranda.view(opened.memorandum),
        round=row,
        own=own,
        result=result_of(row, views),
        messages=await queries.messages_of(row.id),
        texts=texts,
        others=[OthersAnswer(each, named.get(each.organisation or 0), first.get(each.answer, NO_COMMENTS)) for each in disclosed],
        comments=comments.get(own.answer.row.id, NO_COMMENTS) if own.answer else NO_COMMENTS,
        takes_answers=opened.takes_answers,
        discreet=is_discreet(named[own.organisation], await forum_of(opened.memorandum), opened.memorandum),
    )


async def comments_by_answer(answer_ids: Iterable[int], provision: str | None = None) -> Mapping[int, list[tuple[str, str]]]:
    """Return the comments that were handed in with some answers, by answer: the keys of provisions ("" for the whole text) and the words.

    With a `provision`, only those on it.
    """
    by_answer: dict[int, list[tuple[str, str]]] = {}
    for comment in await queries.comments_with(answer_ids, provision):
        by_answer.setdefault(comment.answer, []).append((comment.provision, COMMENT_TEXT.decrypt(comment.text, comment.key)))
    return by_answer


async def first_comments(answer_ids: Iterable[int]) -> Mapping[int, FirstComments]:
    """Return the first comments that were handed in with some answers, by answer, in a fixed number of queries."""
    return await _comments(answer_ids, _FIRST)


async def _comments(answer_ids: Iterable[int], most: int | None) -> Mapping[int, FirstComments]:
    of_answer: dict[int, list[int]] = {}
    for comment, answer in await queries.places_of_answered(answer_ids):
        of_answer.setdefault(answer, []).append(comment)
    rows = await queries.comments_by_id(comment for comments in of_answer.values() for comment in comments[:most])
    shown: dict[int, list[tuple[str, str]]] = {answer: [] for answer in of_answer}
    for row in rows:
        shown[row.answer].append((row.provision, COMMENT_TEXT.decrypt(row.text, row.key)))
    return {answer: FirstComments(shown[answer], len(comments) - len(shown[answer])) for answer, comments in of_answer.items()}


async def saved_comments(seat_id: int) -> Mapping[str, str]:
    """Return the comments that the organisation saved and did not hand in, by provision."""
    rows = await queries.saved_comments_of(seat_id)
    return {comment.provision: COMMENT_TEXT.decrypt(comment.text, comment.key) for comment in rows}


async def saved_comment(seat_id: int, provision: str) -> str | None:
    """Return the comment on a provision that the organisation saved and did not hand in, "" if it saved others only, None if it saved none."""
    rows = await queries.saved_comments_of(seat_id)
    words = [COMMENT_TEXT.decrypt(comment.text, comment.key) for comment in rows if comment.provision == provision]
    return next(iter(words), "") if rows else None
