"""Extending a round and closing it: by a coordinator, or by a job after the deadline. A round decides nothing: its result is computed and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.database import among, put, transaction
from coalition.fields import InvalidForm
from coalition.jobs.long_work import Begun, go_on_now
from coalition.jobs.worker import handles
from coalition.languages import Message
from coalition.mail.letter_changes import when_bounced
from coalition.mail.tables import LetterState
from coalition.memoranda.after_fixing import when_fixed
from coalition.memoranda.after_giving_up import when_given_up
from coalition.memoranda.tables import Edition
from coalition.rounds import queries
from coalition.rounds.delivery_queries import deliveries
from coalition.rounds.errors import RoundClosed
from coalition.rounds.round_days import is_overdue
from coalition.rounds.round_letters import CLOSED, EXTENDED, begin_letters
from coalition.rounds.sending_rounds import close_after
from coalition.rounds.tables import ConsultationRound, RoundExtension, RoundState, Seat, SeatState
from coalition.trail import TrailAct
from coalition.trail.actors import current_actor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from piccolo.columns import Column

    from coalition.rounds.forms import RoundExtensionForm


async def extend_round(round_id: int, form: RoundExtensionForm) -> None:
    """Move the deadline of an open round to a later day; all seats are written to.

    Raises:
        RoundClosed: the round is closed, or its deadline is over.
        InvalidForm: the day is not later than the present deadline.

    """
    async with transaction():
        row = await open_now(round_id)
        check_extension(row, form)
        actor = current_actor()
        columns: dict[str, Any] = {"before": row.closes_on, "after": form.closes, "extended_at": clock.now()}
        await put(RoundExtension, round=row.id, coordinator=actor.coordinator if actor else None, **columns)
        await ConsultationRound.update({ConsultationRound.closes_on: form.closes}).where(ConsultationRound.id == row.id)
        row.closes_on = form.closes
        await close_after(row)
        await trail.record(TrailAct.ROUND_EXTENDED, f"round:{row.number}", row.memorandum)
        begun = await begin_letters(row, EXTENDED)
    await go_on_now(begun)


def check_extension(row: ConsultationRound, form: RoundExtensionForm) -> None:
    """Refuse a deadline that is not later than the present one, and any where the round takes no answers.

    Raises:
        RoundClosed, InvalidForm: as `extend_round`.

    """
    if row.state != RoundState.OPEN or is_overdue(row, clock.now()):
        raise RoundClosed
    if form.closes <= row.closes_on:
        raise InvalidForm({"closes": Message("Choose a day after the present last day, {date}.", date=row.closes_on)})


async def open_now(round_id: int) -> ConsultationRound:
    """Return a round that takes answers, locked until the transaction ends.

    Raises:
        RoundClosed: it is closed, or its deadline is over.

    """
    row = await queries.locked_round(round_id)
    if row.state != RoundState.OPEN or is_overdue(row, clock.now()):
        raise RoundClosed
    return row


async def close_round(round_id: int) -> None:
    """Close a round before or after its deadline; before it, silence does not count. All seats are written to.

    Raises:
        RoundClosed: it was closed before.

    """
    async with transaction():
        row = await queries.locked_round(round_id)
        if row.state != RoundState.OPEN:
            raise RoundClosed
        begun = await _close(row)
    await go_on_now(begun)


@handles("close_round")
async def close_round_when_due(payload: Mapping[str, Any]) -> None:
    """Close a round after its deadline, unless somebody closed or extended it before."""
    async with transaction():
        row = await queries.locked_round(payload["round"])
        begun = await _close(row) if row.state == RoundState.OPEN and is_overdue(row, clock.now()) else None
    if begun:
        await go_on_now(begun)


async def _close(row: ConsultationRound) -> Begun:
    """Close a round inside the caller's transaction, and begin the letters about its result."""
    await _end(row)
    return await begin_letters(row, CLOSED)


@when_fixed
async def _end_with_fixing(edition: Edition) -> None:
    """End the open round about a draft that is fixed now."""
    await _end_with_draft(edition.memorandum)


@when_given_up
async def _end_with_draft(memorandum_id: int) -> None:
    """End the open round about a draft on which nobody works any more, without letters: the pages of its seats say that it ended."""
    if found := await queries.open_round(memorandum_id):
        row = await queries.locked_round(found.id)
        if row.state == RoundState.OPEN:
            await _end(row)


async def _end(row: ConsultationRound) -> None:
    """Close a round inside the caller's transaction: the seats without an answer are settled."""
    await _settle(row)
    values: dict[Column | str, Any] = {ConsultationRound.state: RoundState.CLOSED.value, ConsultationRound.closed_at: clock.now()}
    await ConsultationRound.update(values).where(ConsultationRound.id == row.id)
    row.state, row.closed_at = RoundState.CLOSED.value, clock.now()
    await trail.record(TrailAct.ROUND_CLOSED, f"round:{row.number}", row.memorandum)


async def _settle(row: ConsultationRound) -> None:
    """Settle the state of each seat: silent only if its link was opened, or if a letter left in time and did not come back."""
    seats = await queries.seats_of([row.id])
    delivered = await deliveries([seat.id for seat in seats], {seat.id: row.closes_on for seat in seats})
    settled: dict[SeatState, list[int]] = {SeatState.SILENT: [], SeatState.BOUNCED: [], SeatState.NOT_SENT: []}
    for seat in seats:
        settled[_settled(seat, delivered.get(seat.id))].append(seat.id)
    for state, ids in settled.items():
        if ids:
            await Seat.update({Seat.settled: state.value}).where(among(Seat.id, ids))


def _settled(seat: Seat, delivery: LetterState | None) -> SeatState:
    if seat.opened_at or delivery is LetterState.SENT:
        return SeatState.SILENT
    return SeatState.BOUNCED if delivery is LetterState.BOUNCED else SeatState.NOT_SENT


@when_bounced
async def _note_bounced(about: str) -> None:
    """Take back that a seat was silent whose letter came back after the closing; one that was opened got it in another way."""
    kind, _, number = about.partition(":")
    if kind == "seat":
        unseen = (Seat.id == int(number)) & (Seat.settled == SeatState.SILENT.value) & Seat.opened_at.is_null()
        await Seat.update({Seat.settled: SeatState.BOUNCED.value}).where(unseen)
