"""Replies to amendments and to comments that were handed in, of seats and of those who work on the draft."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.amendments import queries
from coalition.amendments.comment_queries import comment_for
from coalition.amendments.errors import NoSuchAmendment, NoSuchComment
from coalition.amendments.proposing import BY_LINK, check_worked_on
from coalition.amendments.readers import coordinators_of, reader_in
from coalition.amendments.tables import REPLY_TEXT, CommentDisposition, Reply
from coalition.database import put, transaction
from coalition.rounds.seat_sessions import hold_seat_alone
from coalition.trail import TrailAct
from coalition.trail.actors import current_actor

if TYPE_CHECKING:
    from coalition.amendments.forms import DispositionForm, ReplyForm
    from coalition.amendments.readers import Reader
    from coalition.memoranda.tables import Memorandum


async def reply_in_seat(session: str, form: ReplyForm, language: str, *, amendment: int = 0, comment: int = 0) -> None:
    """Reply as the organisation of a seat to the amendment with a number, or to the comment with an id.

    Raises:
        SessionEnded: the session is over.
        NoSuchAmendment, NoSuchComment: there is none that the seat may read.
        TextFrozen, WasAbandoned: nobody works on the draft any more.

    """
    async with transaction():
        opened = await hold_seat_alone(session)
        await check_worked_on(opened.memorandum, opened.round.edition)
        about = await _about(reader_in(opened), amendment, comment)
        await _record(form, language, about | {"seat": opened.seat.id})
        await trail.record(TrailAct.AMENDMENT_ANSWERED, _named(amendment, comment), opened.memorandum.id, actor=BY_LINK)


async def reply_at_desk(memorandum: Memorandum, form: ReplyForm, language: str, *, amendment: int = 0, comment: int = 0) -> None:
    """Reply as those who work on a memorandum to the amendment with a number, or to the comment with an id.

    Raises:
        NoSuchAmendment, NoSuchComment: there is none.

    """
    async with transaction():
        about = await _about(coordinators_of(memorandum.id), amendment, comment)
        actor = current_actor()
        await _record(form, language, about | {"coordinator": actor.coordinator if actor else None})
        await trail.record(TrailAct.AMENDMENT_ANSWERED, _named(amendment, comment), memorandum.id)


async def dispose_comment(memorandum: Memorandum, comment: int, form: DispositionForm) -> None:
    """Say what became of a comment that was handed in, and why; the last word counts.

    Raises:
        NoSuchComment: there is none with this id.

    """
    async with transaction():
        if await comment_for(coordinators_of(memorandum.id), comment) is None:
            raise NoSuchComment
        actor = current_actor()
        columns: dict[str, Any] = {"outcome": form.outcome.value, "reason": form.reason, "coordinator": actor.coordinator if actor else None}
        await put(CommentDisposition, comment=comment, disposed_at=clock.now(), **columns)
        await trail.record(TrailAct.COMMENT_DISPOSED, f"comment:{comment}", memorandum.id)


async def _about(reader: Reader, amendment: int, comment: int) -> dict[str, Any]:
    """Return the column that says what a reply is about."""
    if amendment:
        row = await queries.amendment_for(reader, amendment)
        if row is None:
            raise NoSuchAmendment
        return {"amendment": row.id}
    if await comment_for(reader, comment) is None:
        raise NoSuchComment
    return {"comment": comment}


def _named(amendment: int, comment: int) -> str:
    return f"amendment:{amendment}" if amendment else f"comment:{comment}"


async def _record(form: ReplyForm, language: str, columns: dict[str, Any]) -> None:
    key = secrets.token_hex(16)
    text = REPLY_TEXT.encrypt(form.text, key)
    await put(Reply, key=key, text=text, language=language, disclosure=form.disclosure.value, replied_at=clock.now(), **columns)
