"""The one source of time; tests move it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_shift = timedelta()


def now() -> datetime:
    """Return this moment as an aware UTC datetime."""
    return datetime.now(UTC) + _shift


def today() -> date:
    """Return this UTC day."""
    return now().date()


@contextmanager
def shifted(by: timedelta) -> Iterator[None]:
    """Move the clock by `by` inside the block (walks over simulated days)."""
    global _shift  # noqa: PLW0603 -- the clock is the one place that holds time
    before, _shift = _shift, _shift + by
    try:
        yield
    finally:
        _shift = before
