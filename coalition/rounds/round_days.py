"""The deadline of a round: its last day is included, and ends in UTC, as all last days do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coalition.rounds.tables import ConsultationRound


def end_of(day: date) -> datetime:
    """Return the last moment of a deadline (UTC), as all last days are meant."""
    return datetime.combine(day, time.max, UTC)


def is_overdue(row: ConsultationRound, now: datetime) -> bool:
    """Whether the deadline of a round is over, whether or not the job has closed it."""
    return now > end_of(row.closes_on)
