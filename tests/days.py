"""Days beside today. They are asked for inside a test: a run that passes midnight has two todays."""

from __future__ import annotations

from datetime import date, timedelta

from coalition import clock


def ago(days: int) -> date:
    """Return the day that lies `days` before today, however far a test has moved the clock; a negative number gives a day to come."""
    return clock.latest().date() - timedelta(days=days)
