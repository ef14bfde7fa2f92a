"""Replies to a comment, and what became of it, stay with it when its organisation hands its comments in again."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from coalition.amendments.tables import CommentDisposition, Reply
from coalition.rounds import queries
from coalition.rounds.tables import COMMENT_TEXT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@asynccontextmanager
async def carry_replies(seat_id: int) -> AsyncIterator[None]:
    """Let replies and dispositions follow the comments that say the same after the block, inside the caller's transaction.

    Each answer has rows of its own for its comments; the answer of the block takes the place of the one before it.
    """
    before = await _comments(seat_id)
    yield
    after = await _comments(seat_id)
    for said, comment in before.items():
        if (again := after.get(said)) and again != comment:
            await Reply.update({Reply.comment: again}).where(Reply.comment == comment)
            await CommentDisposition.update({CommentDisposition.comment: again}).where(CommentDisposition.comment == comment)


async def _comments(seat_id: int) -> dict[tuple[str, str, bool], int]:
    """Return the ids of the comments of a seat that count, by provision, words and whether they are late."""
    counting = {answer.late: answer.id for answer in await queries.answers_of([seat_id])}
    late = {answer: is_late for is_late, answer in counting.items()}
    rows = await queries.comments_with(counting.values())
    return {(row.provision, COMMENT_TEXT.decrypt(row.text, row.key), late[row.answer]): row.id for row in rows}
