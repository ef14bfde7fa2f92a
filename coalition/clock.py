"""The one source of time; tests move it.

Time never runs backwards, so that setting the clock of the machine back revives no expired link, session or token. While the process
runs, it goes on from the latest moment it has seen; `clock_marks` carries that moment over a restart.
"""

from __future__ import annotations

import math
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_shift = timedelta()
_offset = -math.inf  # seconds from the time since the machine started to the latest time of day that it has shown


def now() -> datetime:
    """Return this moment as an aware UTC datetime; never earlier than a moment returned before."""
    global _offset  # noqa: PLW0603 -- the clock is the one place that holds time
    since_start = time.monotonic()
    _offset = max(_offset, time.time() - since_start)
    return datetime.fromtimestamp(since_start + _offset, UTC) + _shift


def today() -> date:
    """Return this UTC day."""
    return now().date()


def latest() -> datetime:
    """Return this moment, whatever tests and simulated days have moved."""
    return now() - _shift


def of_the_machine() -> datetime:
    """Return what the clock of the machine shows, even if it was set back."""
    return datetime.fromtimestamp(time.time(), UTC)


def not_before(moment: datetime) -> None:
    """Go on from a moment that was seen before, if the clock of the machine runs behind it."""
    global _offset  # noqa: PLW0603 -- the clock is the one place that holds time
    _offset = max(_offset, moment.timestamp() - time.monotonic())


@contextmanager
def shifted(by: timedelta) -> Iterator[None]:
    """Move the clock by `by` inside the block (walks over simulated days)."""
    global _shift  # noqa: PLW0603 -- the clock is the one place that holds time
    before, _shift = _shift, _shift + by
    try:
        yield
    finally:
        _shift = before
