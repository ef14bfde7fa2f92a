"""The times at which letters with notifications are sent: events of one period are in one letter."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from coalition import clock
from coalition.jobs.queue import enqueue
from coalition.notices.queries import anybody_subscribed
from coalition.notices.tables import Rhythm

if TYPE_CHECKING:
    from collections.abc import Iterable

MAILING_HOUR = 6  # UTC
MONDAY = 0
# Letters are sent this long after the end of their period, when every act of the period is committed.
SETTLING = timedelta(minutes=1)


def end_of_period(rhythm: Rhythm, moment: datetime) -> datetime:
    """Return the end of the period of a moment: the minute, the day or the week (UTC) whose notifications are in one letter."""
    if rhythm is Rhythm.AT_ONCE:
        return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    until = datetime.combine(moment.date(), time(MAILING_HOUR), moment.tzinfo)
    if until <= moment:
        until += timedelta(days=1)
    return until + timedelta(days=(MONDAY - until.weekday()) % 7) if rhythm is Rhythm.WEEKLY else until


async def schedule_letters(rhythms: Iterable[Rhythm] = tuple(Rhythm)) -> None:
    """Enqueue the letters of the present periods, each period once, inside the caller's transaction."""
    for rhythm in rhythms:
        until = end_of_period(rhythm, clock.now())
        key = f"mail_notifications:{rhythm}:{until.isoformat()}"
        await enqueue("mail_notifications", {"rhythm": rhythm.value}, run_at=until + SETTLING, dedupe_key=key)


async def schedule_letters_if_subscribed() -> None:
    """Do the same as `schedule_letters`, unless nobody subscribed."""
    if await anybody_subscribed():
        await schedule_letters()
