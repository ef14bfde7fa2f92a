"""Reading what is due on memoranda, for those who work on them: each query returns the nearest days, as many as asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from coalition.appeals.tables import Appeal
from coalition.database import one_row
from coalition.deadlines.deadline_kinds import DeadlineKind
from coalition.deadlines.tables import CalendarAddress
from coalition.deliveries.awaited_queries import awaited_days
from coalition.deliveries.tables import TimelineEntry
from coalition.invitations.tables import ConfirmationCount
from coalition.memoranda.queries import served_by
from coalition.memoranda.tables import Correction, CorrectionState, EffectRule, EffectState, Memorandum, Publicity, SigningState
from coalition.people.tokens import hash_of
from coalition.rounds.tables import ConsultationRound, RoundState
from coalition.signing_requests.requesting import UNDECIDED_LASTS
from coalition.signing_requests.tables import SigningRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from piccolo.columns import Column
    from piccolo.custom_types import Combinable


class Asked(NamedTuple):
    """Whose deadlines are asked for: those of a person, or of one memorandum if it is given; from a day on, at most `limit` of a kind."""

    coordinator: int
    memorandum: int | None
    first: date
    last: date
    limit: int

    def on(self, column: Column) -> Combinable:
        """Return the condition for rows about these memoranda."""
        if self.memorandum is not None:
            return column == self.memorandum
        return column.is_in(served_by(self.coordinator))

    def between(self, column: Column) -> Combinable:
        """Return the condition for rows whose day is asked for."""
        return (column >= self.first) & (column <= self.last)


class Due(NamedTuple):
    """What is due on a memorandum on a day, and how many things of the kind; `subject` tells those of one kind and day apart.

    `moment` and `zone` are given where it is due at an hour.
    """

    day: date
    memorandum: int
    kind: DeadlineKind
    number: int = 1
    subject: str = ""
    moment: datetime | None = None
    zone: str = ""


_OPEN = Memorandum.signing_state == SigningState.OPEN.value
_EFFECT = (Memorandum.effect_rule == EffectRule.ON_DATE.value) & (Memorandum.effect_state == EffectState.NONE.value)
_OF_MEMORANDUM: Mapping[DeadlineKind, tuple[Column, Combinable]] = {
    DeadlineKind.CLOSING: (Memorandum.closes_on, _OPEN & Memorandum.closes_at.is_null()),
    DeadlineKind.RULE_CHANGE: (Memorandum.rule_until, _OPEN & Memorandum.later_rule.is_not_null()),
    DeadlineKind.EMBARGO: (Memorandum.embargo_until, Memorandum.publicity == Publicity.EMBARGOED.value),
    DeadlineKind.EFFECT: (Memorandum.effect_on, _EFFECT & (Memorandum.signing_state != SigningState.NOT_OPEN.value)),
}


async def due_of_memoranda(asked: Asked) -> list[Due]:
    """Return what the days of the memoranda themselves say."""
    due = []
    for kind, (column, state) in _OF_MEMORANDUM.items():
        these = asked.on(Memorandum.id) & asked.between(column) & state
        query = Memorandum.select(Memorandum.id, column.as_alias("day")).where(these)
        due += [Due(row["day"], row["id"], kind) for row in await query.order_by(column).limit(asked.limit)]
    return due


async def due_hours(asked: Asked) -> list[Due]:
    """Return the last hours for signature of appeals that are open; the day is that in UTC, as it stands with the memorandum."""
    of = Appeal.memorandum
    these = asked.on(of) & asked.between(of.closes_on) & (of.signing_state == SigningState.OPEN.value) & of.closes_at.is_not_null()
    columns = (of.as_alias("memorandum"), of.closes_on.as_alias("day"), of.closes_at.as_alias("moment"), Appeal.zone)
    rows = await Appeal.select(*columns).where(these).order_by(of.closes_at).limit(asked.limit)
    return [Due(row["day"], row["memorandum"], DeadlineKind.HOUR, moment=row["moment"], zone=row["zone"]) for row in rows]


async def due_confirmations(asked: Asked) -> list[Due]:
    """Return how many signatures ad referendum have their last day for confirmation when, by memorandum."""
    days = ConfirmationCount.memorandum.confirmation_days.as_alias("days")
    query = ConfirmationCount.select(ConfirmationCount.memorandum, ConfirmationCount.awaited_on, ConfirmationCount.n, days)
    rows = await query.where(asked.on(ConfirmationCount.memorandum)).order_by(ConfirmationCount.awaited_on).limit(asked.limit)
    last_days = [(row["awaited_on"] + timedelta(days=row["days"]), row) for row in rows]
    return [
        Due(max(day, asked.first), row["memorandum"], DeadlineKind.CONFIRMATION, row["n"], str(day)) for day, row in last_days if day <= asked.last
    ]


async def due_objections(asked: Asked) -> list[Due]:
    """Return the last days for objections to corrections that are not decided."""
    these = asked.on(Correction.memorandum) & asked.between(Correction.objections_until) & (Correction.state == CorrectionState.PROPOSED.value)
    query = Correction.select(Correction.memorandum, Correction.number, Correction.objections_until).where(these)
    rows = await query.order_by(Correction.objections_until).limit(asked.limit)
    return [Due(row["objections_until"], row["memorandum"], DeadlineKind.OBJECTION, subject=str(row["number"])) for row in rows]


async def due_requests(asked: Asked) -> list[Due]:
    """Return the days on which requests are deleted that nobody decided, each with their number, by memorandum."""
    first, last = (datetime.combine(day, time(), UTC) - UNDECIDED_LASTS for day in (asked.first, asked.last + timedelta(days=1)))
    confirmed = (SigningRequest.confirmed_at >= first) & (SigningRequest.confirmed_at < last) & SigningRequest.decided_at.is_null()
    query = SigningRequest.select(SigningRequest.memorandum, SigningRequest.confirmed_at).where(confirmed & asked.on(SigningRequest.memorandum))
    counts: dict[tuple[date, int], int] = {}
    for row in await query.order_by(SigningRequest.confirmed_at).limit(asked.limit):
        place = ((row["confirmed_at"] + UNDECIDED_LASTS).date(), row["memorandum"])
        counts[place] = counts.get(place, 0) + 1
    return [Due(day, memorandum, DeadlineKind.REQUEST, count) for (day, memorandum), count in counts.items()]


async def due_rounds(asked: Asked) -> list[Due]:
    """Return the last days for answers in rounds that are open."""
    these = asked.on(ConsultationRound.memorandum) & asked.between(ConsultationRound.closes_on) & (ConsultationRound.state == RoundState.OPEN.value)
    query = ConsultationRound.select(ConsultationRound.memorandum, ConsultationRound.number, ConsultationRound.closes_on).where(these)
    rows = await query.order_by(ConsultationRound.closes_on).limit(asked.limit)
    return [Due(row["closes_on"], row["memorandum"], DeadlineKind.ROUND, subject=str(row["number"])) for row in rows]


async def due_answers(asked: Asked) -> list[Due]:
    """Return how many deliveries without an answer are due when, by memorandum; those that were due before are due on the first day."""
    rows = await awaited_days(asked.on(TimelineEntry.memorandum), asked.last, asked.limit)
    counts: dict[tuple[date, int], int] = {}
    for row in rows:
        place = (max(row["remind_on"], asked.first), row["memorandum"])
        counts[place] = counts.get(place, 0) + row["count"]
    return [Due(day, memorandum, DeadlineKind.ANSWER, number, str(day)) for (day, memorandum), number in counts.items()]


async def calendar_of(coordinator_id: int) -> CalendarAddress | None:
    """Return the private address of a person's calendar, if there is one (for that person)."""
    return await one_row(CalendarAddress, CalendarAddress.coordinator == coordinator_id)


async def calendar_by_token(token: str) -> CalendarAddress | None:
    """Return the calendar of a token (for its holder)."""
    return await one_row(CalendarAddress, CalendarAddress.token_hash == hash_of(token))
