"""The periods at whose end hidden acts are counted: a day, a week or a month, by the risk profile of the forum."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from coalition.database import before_commit
from coalition.forums.risk_profile_queries import profile_of_forum
from coalition.forums.tables import RiskProfile
from coalition.jobs.queue import SHARED_JOBS, enqueue

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum

_SUNDAY = 6


def period_end(profile: RiskProfile, day: date) -> date:
    """Return the last day of the period of a day: the day, the Sunday of its week, or the last day of its month."""
    match profile:
        case RiskProfile.OPEN:
            return day
        case RiskProfile.CAREFUL:
            return day + timedelta(days=_SUNDAY - day.weekday())
        case RiskProfile.HIGH:
            return day.replace(day=monthrange(day.year, day.month)[1])


async def end_of_period(memorandum: Memorandum, day: date) -> date:
    """Return the last day of the period of a day; a memorandum without a forum has periods of a day."""
    return period_end(await profile_of_forum(memorandum.forum), day)


async def count_after(memorandum_id: int, last_day: date) -> None:
    """Enqueue the job that counts the hidden acts of a period after its last day, once for each period, with the caller's transaction."""
    due = datetime.combine(last_day + timedelta(days=1), time(), UTC)
    payload = {"memorandum": memorandum_id, "day": last_day.isoformat()}
    key = f"count_hidden_acts:{memorandum_id}:{last_day}"
    before_commit(partial(enqueue, "count_hidden_acts", payload, run_at=due, dedupe_key=key), SHARED_JOBS)
