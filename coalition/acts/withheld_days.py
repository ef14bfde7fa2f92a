"""The days of the number of withheld names: as at which days it is given, and which periods it includes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.memoranda.tables import SigningState

if TYPE_CHECKING:
    from datetime import date

WINDOW_OVER = {SigningState.CLOSED, SigningState.ENDED}


def number_until(signing_state: str, since: date | None, until: date | None, as_at: date) -> date | None:
    """Return the last day of the periods whose hidden acts the given number includes; None if no number is given as at a day.

    `since` is the day on which the number was first given, `until` the last day that the latest decision included.
    """
    return until if signing_state in WINDOW_OVER and since and since <= as_at else None
