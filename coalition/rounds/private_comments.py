"""Comments of a seat that are not handed in: each is saved by itself, and they begin from those that a handing in would replace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.rounds import queries
from coalition.rounds.answering_rounds import save_comments
from coalition.rounds.seat_scenes import comments_by_answer, saved_comment, saved_comments
from coalition.rounds.seat_sessions import hold_seat
from coalition.rounds.tables import RoundKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.rounds.seat_links import OpenedSeat


class PrivateComments(Struct, frozen=True):
    """The comments of a seat by provision ("" for the whole text): those that were handed in and count, and those that are to be.

    Without saved comments both are the same.
    """

    handed_in: Mapping[str, str]
    now: Mapping[str, str]

    @property
    def waiting(self) -> Mapping[str, str]:
        """The comments that are new or were changed since they were handed in."""
        return {provision: text for provision, text in self.now.items() if self.handed_in.get(provision) != text}

    @property
    def wait(self) -> bool:
        """Whether something is saved that is not handed in, which may be that a comment was taken out."""
        return self.now != self.handed_in


async def private_comment(opened: OpenedSeat, provision: str) -> PrivateComments:
    """Return what `private_comments` has on one provision."""
    if opened.round.kind != RoundKind.COMMENTS:
        return PrivateComments({}, {})
    handed_in = await _handed_in(opened, provision)
    saved = await saved_comment(opened.seat.id, provision)
    return PrivateComments(handed_in, handed_in if saved is None else {provision: saved} if saved else {})


async def private_comments(opened: OpenedSeat) -> PrivateComments:
    """Return the comments of a seat, none in a round that does not ask for them; after the deadline those of its late answer are replaced."""
    if opened.round.kind != RoundKind.COMMENTS:
        return PrivateComments({}, {})
    handed_in = await _handed_in(opened)
    saved = await saved_comments(opened.seat.id)
    return PrivateComments(handed_in, dict(saved) or handed_in)


async def _handed_in(opened: OpenedSeat, provision: str | None = None) -> Mapping[str, str]:
    """Return the comments of the answer that counts, or of the late one, by provision."""
    answers = [answer for answer in await queries.answers_of([opened.seat.id]) if answer.late != opened.takes_answers]
    return dict((await comments_by_answer([answers[-1].id], provision)).get(answers[-1].id, [])) if answers else {}


async def waiting_comments(opened: OpenedSeat) -> PrivateComments:
    """Return the comments of a seat where some are saved; where none is, nothing waits, and none is read (for pages, which show what waits)."""
    return await private_comments(opened) if await saved_comments(opened.seat.id) else PrivateComments({}, {})


async def save_comment(session: str, provision: str, text: str) -> None:
    """Save the comment on a provision, or delete it if the text is empty; only the own organisation reads it until it is handed in.

    Raises:
        SessionEnded: the session is over.
        InvalidForm: the round does not ask for comments, or its only comment, which was handed in, would be deleted.

    """
    async with transaction():
        opened = await hold_seat(session)
        if opened.round.kind != RoundKind.COMMENTS:
            raise InvalidForm({"comment": Message("This round does not ask for comments. Propose another text, or answer the round.")})
        comments = await private_comments(opened)
        now = {key: words for key, words in ({**comments.now, provision: text}).items() if words}
        if not now and comments.handed_in:
            raise InvalidForm({"comment": Message("A comment that was handed in is not deleted. Write what takes its place.")})
        await save_comments(session, {} if now == comments.handed_in else now)
