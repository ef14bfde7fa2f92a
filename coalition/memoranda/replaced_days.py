"""Changing the days for signature and accession; the days that others replace are recorded, so that a past status shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import put
from coalition.memoranda.replaced_day_queries import DAYS
from coalition.memoranda.tables import Memorandum, ReplacedDays

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


async def change_days(row: Memorandum, values: Mapping[str, Any], *, since: date | None = None) -> None:
    """Change columns of a memorandum, and record its days before the change, inside the caller's transaction; `row` is the current row.

    The new days hold from today, or from an earlier day `since`.
    """
    before = {name: getattr(row, name) for name in DAYS}
    if before != {name: values.get(name, day) for name, day in before.items()}:
        today = clock.today()
        await put(ReplacedDays, memorandum=row.id, replaced_on=min(since or today, today), **before)
    await Memorandum.update(**values).where(Memorandum.id == row.id)
