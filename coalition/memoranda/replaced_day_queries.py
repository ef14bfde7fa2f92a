"""Reading the days for signature and accession that others replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import prepared, whole
from coalition.memoranda.tables import ReplacedDays

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from piccolo.query import Select

DAYS = ("opens_on", "closes_on", "accession_opened_on", "accession_ended_on")


async def days_on(memorandum_id: int, day: date) -> Mapping[str, date | None]:
    """Return the days of a memorandum that another day replaced after `day`; empty if those of today held then."""
    rows = await _replaced_after(memorandum_id, day)
    return {name: rows[0][name] for name in DAYS} if rows else {}


@prepared
def _replaced_after(memorandum_id: int, day: date) -> Select[ReplacedDays]:
    later = (ReplacedDays.memorandum == memorandum_id) & (ReplacedDays.replaced_on > day)
    return ReplacedDays.select(whole(ReplacedDays)).where(later).order_by(ReplacedDays.replaced_on).order_by(ReplacedDays.id).limit(1)
