"""Answering in the seat of an organisation: each answer is added, the last one before the deadline counts, a later one is marked."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.database import put, transaction
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.rounds import queries
from coalition.rounds.round_days import is_overdue
from coalition.rounds.round_letters import BROKEN, begin_letters
from coalition.rounds.seat_sessions import hold_seat
from coalition.rounds.tables import (
    ANSWER_NAME,
    ANSWER_REASON,
    COMMENT_TEXT,
    ConsultationRound,
    Position,
    RoundKind,
    RoundState,
    SeatAnswer,
    SeatComment,
)
from coalition.trail import Actor, ActorKind, TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.rounds.forms import SeatAnswerForm, SeatCommentsForm
    from coalition.rounds.tables import AnswerDisclosure

_BY_LINK = Actor(ActorKind.LINK)


async def answer_round(session: str, form: SeatAnswerForm, language: str) -> SeatAnswer:
    """Record the answer of an organisation to an indication or a silence procedure.

    The first objection in time breaks silence: every seat is written to.

    Raises:
        SessionEnded: the session is over.
        InvalidForm: the round asks for comments.

    """
    async with transaction():
        row, seat_id, organisation = await _held(session)
        if row.kind == RoundKind.COMMENTS:
            raise InvalidForm({"": Message("This round asks for comments.")})
        given = {"position": form.position, "reason": form.reason, "name": form.name, "disclosure": form.disclosure}
        answer = await _record(row, seat_id, organisation, given, language)
        if form.position is Position.OBJECT and row.kind == RoundKind.SILENCE and not answer.late and row.broken_at is None:
            await ConsultationRound.update({ConsultationRound.broken_at: clock.now()}).where(ConsultationRound.id == row.id)
            await begin_letters(row, BROKEN)
    return answer


async def hand_in_comments(session: str, form: SeatCommentsForm, language: str) -> SeatAnswer:
    """Hand the comments of an organisation in; until then nobody but the organisation reads them.

    What is handed in takes the place of what was handed in before, and of what was saved.

    Raises:
        SessionEnded: the session is over.
        InvalidForm: nothing was written.

    """
    check_commented(form)
    async with transaction():
        row, seat_id, organisation = await _held(session)
        given = {"position": Position.COMMENTS, "reason": "", "name": form.name, "disclosure": form.disclosure}
        answer = await _record(row, seat_id, organisation, given, language)
        await _store(seat_id, form.written, answer.id)
        await SeatComment.delete().where((SeatComment.seat == seat_id) & SeatComment.answer.is_null())
    return answer


def check_commented(form: SeatCommentsForm) -> None:
    """Refuse comments that say nothing.

    Raises:
        InvalidForm: nothing was written.

    """
    if not form.written:
        raise InvalidForm({"comment": Message("Write at least one comment.")})


async def save_comments(session: str, comments: Mapping[str, str]) -> None:
    """Save comments that are not handed in yet, in place of those that were saved before; only the own organisation reads them.

    Raises:
        SessionEnded: the session is over.

    """
    async with transaction():
        opened = await hold_seat(session)
        await SeatComment.delete().where((SeatComment.seat == opened.seat.id) & SeatComment.answer.is_null())
        await _store(opened.seat.id, comments, None)


async def note_commented(row: ConsultationRound, seat_id: int, disclosure: AnswerDisclosure, language: str) -> None:
    """Record that an organisation answered a round of comments with something else than comments, inside the caller's transaction.

    An earlier answer stays what it is.
    """
    if row.kind != RoundKind.COMMENTS or await queries.answers_of([seat_id]):
        return
    seat = await queries.seat_by_id(seat_id)
    if seat is not None:
        given = {"position": Position.COMMENTS, "reason": "", "name": "", "disclosure": disclosure}
        await _record(row, seat_id, seat.organisation, given, language)


async def _held(session: str) -> tuple[ConsultationRound, int, int]:
    """Return the round of a session, locked, with the seat and its organisation."""
    opened = await hold_seat(session)
    row = await queries.locked_round(opened.round.id)
    await hold_seat(session)  # refuses a session that was ended while this waited for the lock
    return row, opened.seat.id, opened.seat.organisation


async def _record(row: ConsultationRound, seat_id: int, organisation: int, given: Mapping[str, Any], language: str) -> SeatAnswer:
    """Add an answer; it is late if the round is closed or its deadline is over."""
    key = secrets.token_hex(16)
    answer = await put(
        SeatAnswer,
        key=key,
        seat=seat_id,
        position=given["position"].value,
        reason=ANSWER_REASON.encrypt(given["reason"], key),
        name=ANSWER_NAME.encrypt(given["name"], key),
        language=language,
        disclosure=given["disclosure"].value,
        answered_at=clock.now(),
        late=row.state != RoundState.OPEN or is_overdue(row, clock.now()),
    )
    await trail.record(TrailAct.SEAT_ANSWERED, f"organisation:{organisation}", row.memorandum, actor=_BY_LINK)
    return answer


async def _store(seat_id: int, comments: Mapping[str, str], answer_id: int | None) -> None:
    for provision, text in comments.items():
        key = secrets.token_hex(16)
        encrypted = COMMENT_TEXT.encrypt(text, key)
        await put(SeatComment, key=key, seat=seat_id, answer=answer_id, provision=provision, text=encrypted, saved_at=clock.now())
