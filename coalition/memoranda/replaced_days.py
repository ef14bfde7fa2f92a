"""The days for signature and accession that another day replaced: a past status shows the days of that day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import prepared, put, whole
from coalition.memoranda.tables import Memorandum, ReplacedDays

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from piccolo.query import Select

DAYS = ("opens_on", "closes_on", "accession_opened_on", "accession_ended_on")


async def change_days(row: Memorandum, values: Mapping[str, Any], *, since: date | None = None) -> None:
    """Change columns of a memorandum, and record its days before the change, inside the caller's transaction; `row` is the current row.

    The new days hold from today, or from an earlier day `since`.
    """
    before = {name: getattr(row, name) for name in DAYS}
    if before != {name: values.get(name, day) for name, day in before.items()}:
        today = clock.today()
        await put(ReplacedDays, memorandum=row.id, replaced_on=min(since or today, today), **before)
    await Memorandum.update(**values).where(Memorandum.id == row.id)


async def days_on(memorandum_id: int, day: date) -> Mapping[str, date | None]:
    """Return the days of a memorandum that another day replaced after `day`; empty if those of today held then."""
    rows = await _replaced_after(memorandum_id, day)
    return {name: rows[0][name] for name in DAYS} if rows else {}


@prepared
def _replaced_after(memorandum_id: int, day: date) -> Select[ReplacedDays]:
    later = (ReplacedDays.memorandum == memorandum_id) & (ReplacedDays.replaced_on > day)
    return ReplacedDays.select(whole(ReplacedDays)).where(later).order_by(ReplacedDays.replaced_on).order_by(ReplacedDays.id).limit(1)
