"""Writing the mark of the clock once a minute, and going on from it after a restart.

A link that expired less than a minute before the process was killed may work again for less than a minute, if the clock is set back too.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from coalition import clock
from coalition.clock_marks.queries import latest_mark
from coalition.clock_marks.tables import ClockMark
from coalition.database import put, transaction

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger(__name__)
EVERY = 60.0
_WORTH_SAYING = timedelta(minutes=1)


async def heed_mark() -> timedelta:
    """Go on from the mark if the clock of the machine runs behind it; return by how much it does."""
    mark = await latest_mark()
    if mark is None:
        return timedelta()
    clock.not_before(mark)
    behind = max(mark - clock.of_the_machine(), timedelta())
    if behind > _WORTH_SAYING:
        log.error("clock_behind seconds=%d time=of_the_database", behind.total_seconds())
    return behind


async def mark() -> None:
    """Write this moment, or a later one that another process has written, into the database."""
    async with transaction(brief=True):
        seen = await latest_mark()
        if seen is None:
            await put(ClockMark, latest=clock.latest())
        else:
            await ClockMark.update({ClockMark.latest: max(seen, clock.latest())}, force=True)


async def set_mark(moment: datetime) -> None:
    """Replace the mark, for an operator who knows that the clock ran ahead before."""
    async with transaction():
        await ClockMark.delete(force=True)
        await put(ClockMark, latest=moment)


async def keep_marking(stop: asyncio.Event, every: float = EVERY) -> None:
    """Write the mark at once and then once a minute; while the database is not available the clock goes on without it."""
    while not stop.is_set():
        try:
            await mark()
        except Exception as error:  # noqa: BLE001 -- whatever the fault of the database is, the clock goes on
            log.warning("clock_not_marked error=%s", type(error).__name__)
        try:
            await asyncio.wait_for(stop.wait(), every)
        except TimeoutError:
            continue
