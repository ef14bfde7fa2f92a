"""What rounds forget, so that nobody who takes the disk and the keyring reads it later: who answered, why, and in which words.

When the links of a round are over, the names of those who answered and the comments that were never handed in are erased. Reasons and comments
go then too, or later, once nobody works on the draft any more. What was answered stays, and with it the result.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock
from coalition.database import among, transaction
from coalition.invitations.link_sessions import LONGEST_SESSION
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.memoranda.after_fixing import when_fixed
from coalition.memoranda.after_giving_up import when_given_up
from coalition.memoranda.tables import Edition, TextState
from coalition.rounds import queries
from coalition.rounds.seat_link_queries import links_of_round
from coalition.rounds.seat_links import valid_until
from coalition.rounds.tables import SeatAnswer, SeatComment, SeatSession
from coalition.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from piccolo.columns import Column

    from coalition.rounds.tables import ConsultationRound

_PERSONS: Mapping[Column | str, Any] = {SeatAnswer.name: ""}
_WORDS: Mapping[Column | str, Any] = {SeatAnswer.name: "", SeatAnswer.reason: ""}


class Forgotten(Struct, frozen=True):
    """Seats whose private things are erased, and their words too if `words` says so: those of a round, or of an organisation in all rounds."""

    memorandum: int
    seats: Collection[int]
    words: bool
    round: int | None = None
    organisation: int | None = None


_steps: Steps[Forgotten] = Steps()
when_forgotten = _steps.add


async def forget_after(row: ConsultationRound) -> None:
    """Enqueue the erasing of what is not needed after the links of a round, inside the caller's transaction; a later deadline moves it."""
    await enqueue("forget_seats", {"round": row.id}, run_at=_links_over(row), dedupe_key=f"forget_seats:{row.id}:{row.closes_on}")


@when_fixed
async def _forget_of_edition(edition: Edition) -> None:
    """Enqueue the erasing of reasons and comments about a draft that is fixed now."""
    await _forget_of(edition.memorandum)


@when_given_up
async def _forget_of(memorandum_id: int) -> None:
    """Enqueue the erasing of reasons and comments about a draft that nobody works on any more."""
    for row in await queries.all_rounds(memorandum_id):
        due = max(clock.now(), _links_over(row))
        await enqueue("forget_seats", {"round": row.id}, run_at=due, dedupe_key=f"forget_seats:{row.id}:draft")


def _links_over(row: ConsultationRound) -> datetime:
    """Return the moment from which nobody can answer any more, not even in a session that began with the last minute of a link."""
    return valid_until(row) + LONGEST_SESSION


@handles("forget_seats")
async def forget_seats(payload: Mapping[str, Any]) -> None:
    """Erase what a round does not need any more; nothing before its links are over."""
    async with transaction():
        row = await queries.locked_round(payload["round"])
        if clock.now() < _links_over(row):
            return
        seats = [seat.id for seat in await queries.seats_of([row.id])]
        await SeatSession.delete().where(SeatSession.link.is_in(links_of_round(row.id)))
        await SeatComment.delete().where(among(SeatComment.seat, seats) & SeatComment.answer.is_null())
        await SeatAnswer.update(dict(_PERSONS)).where(among(SeatAnswer.seat, seats))
        is_over = not await is_worked_on(row.memorandum, row.edition)
        if is_over:
            await _erase_words(seats)
        await _steps.run(Forgotten(row.memorandum, seats, is_over, round=row.id))


async def is_worked_on(memorandum_id: int, number: int) -> bool:
    """Whether an edition is still written."""
    memorandum, edition = await memoranda.by_id(memorandum_id), await edition_queries.edition_worked_on(memorandum_id)
    is_abandoned = memorandum is None or memorandum.text_state == TextState.ABANDONED
    return not is_abandoned and edition.number == number and edition.digest is None


async def erase_answers(memorandum_id: int, organisation_id: int) -> None:
    """Erase who answered for an organisation in the rounds of a memorandum, why and in which words, inside the caller's transaction."""
    seats = await queries.seats_of_organisation(memorandum_id, organisation_id)
    await _erase_words(seats)
    await _steps.run(Forgotten(memorandum_id, seats, words=True, organisation=organisation_id))


async def _erase_words(seats: Collection[int]) -> None:
    await SeatComment.delete().where(among(SeatComment.seat, seats))
    await SeatAnswer.update(dict(_WORDS)).where(among(SeatAnswer.seat, seats))
