"""The editions and corrections of a text as they were on a past day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.memoranda.tables import CorrectionState
from coalition.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from coalition.memoranda.tables import Correction, Edition


def editions_on(rows: Iterable[Edition], day: date, *, historical: bool) -> list[Edition]:
    """Return the editions that were fixed on a day; a text that was entered later counts from its adoption, or always if that is not known."""
    return [row for row in rows if (fixed := _fixed_on(row, historical=historical)) is None or fixed <= day]


def _fixed_on(row: Edition, *, historical: bool) -> date | None:
    recorded: date = row.authenticated_at.date()
    adopted = PartialDate(row.adopted).last if row.adopted else None
    if historical and row.corrects is None:
        return adopted
    return min(adopted, recorded) if adopted else recorded


def corrections_on(rows: Iterable[Correction], day: date) -> list[Correction]:
    """Return the corrections that were proposed by a day, in their state of that day."""
    proposed = [row for row in rows if row.proposed_on <= day]
    for row in proposed:
        if row.decided_on and row.decided_on > day:
            row.state, row.decided_on, row.edition = CorrectionState.PROPOSED.value, None, None
    return proposed
