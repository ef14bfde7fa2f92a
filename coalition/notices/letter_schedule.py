"""When letters leave: what happens close together is gathered into one letter."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from coalition import clock
from coalition.database import prepared
from coalition.jobs.queue import enqueue
from coalition.notices.tables import Rhythm, Subscription

if TYPE_CHECKING:
    from collections.abc import Iterable

    from piccolo.query import Select

MAILING_HOUR = 6  # UTC
MONDAY = 0
# Letters leave this long after what they gather has ended, so that no act of the last moment is still being recorded.
SETTLING = timedelta(minutes=1)


def gathers_until(rhythm: Rhythm, moment: datetime) -> datetime:
    """Return the end of the time whose notifications are mailed together: the minute, the day or the week (UTC) that a moment lies in."""
    if rhythm is Rhythm.AT_ONCE:
        return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    until = datetime.combine(moment.date(), time(MAILING_HOUR), moment.tzinfo)
    if until <= moment:
        until += timedelta(days=1)
    return until + timedelta(days=(MONDAY - until.weekday()) % 7) if rhythm is Rhythm.WEEKLY else until


async def gather(rhythms: Iterable[Rhythm] = tuple(Rhythm)) -> None:
    """Ask, inside the caller's transaction, that what is issued in it be mailed in its time, each time once."""
    for rhythm in rhythms:
        until = gathers_until(rhythm, clock.now())
        key = f"mail_notifications:{rhythm}:{until.isoformat()}"
        await enqueue("mail_notifications", {"rhythm": rhythm.value}, run_at=until + SETTLING, dedupe_key=key)


async def gather_if_anybody_reads() -> None:
    """Do as `gather`, unless nobody subscribed."""
    if await _somebody():
        await gather()


@prepared
def _somebody() -> Select[Subscription]:
    return Subscription.select(Subscription.id).where(Subscription.confirmed_at.is_not_null()).limit(1)
