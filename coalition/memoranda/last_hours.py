"""The hour at which a memorandum closes on its last day; without one it stays open until the end of that day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock

if TYPE_CHECKING:
    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Memorandum


def hour_is_over(memorandum: Memorandum | MemorandumView) -> bool:
    """Whether the hour at which an opened memorandum closes is over; never of one that has only a last day."""
    return bool(memorandum.closes_on and memorandum.closes_at and memorandum.closes_at <= clock.now())
