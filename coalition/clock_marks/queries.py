"""Reads of the mark of the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.clock_marks.tables import ClockMark

if TYPE_CHECKING:
    from datetime import datetime


async def latest_mark() -> datetime | None:
    """Return the latest time seen; None in a new database."""
    rows = await ClockMark.select(ClockMark.latest)
    return max((row["latest"] for row in rows), default=None)
