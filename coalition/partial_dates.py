"""Dates known to the year, the month or the day, as archives record them (EDTF level 0, ISO 8601-2)."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

from msgspec import Struct

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class PartialDate(Struct, frozen=True, order=True):
    """A date with its precision; `iso` is `2013`, `2013-02` or `2013-02-17` and sorts as text."""

    iso: str

    def __post_init__(self) -> None:
        """Check the text.

        Raises:
            ValueError: `iso` is not a real year, month or day.

        """
        _read(self.iso)

    @property
    def parts(self) -> tuple[int, ...]:
        """The year, then the month and the day if they are known."""
        return _read(self.iso)[0]

    @property
    def first(self) -> date:
        """The first day of the year, the month or the day."""
        return _read(self.iso)[1]

    @property
    def last(self) -> date:
        """The last day of the year, the month or the day."""
        return _read(self.iso)[2]

    def before(self, other: PartialDate) -> bool:
        """Return whether this date is certainly earlier; only parts that both dates have are compared."""
        known = min(len(self.parts), len(other.parts))
        return self.parts[:known] < other.parts[:known]

    def __str__(self) -> str:
        """Return the ISO form."""
        return self.iso


@lru_cache(maxsize=4096)
def cached_date(iso: str) -> PartialDate:
    """Return a cached date; long lists repeat a few dates in thousands of lines."""
    return PartialDate(iso)


@lru_cache(maxsize=4096)
def _read(iso: str) -> tuple[tuple[int, ...], date, date]:
    """Return the parts, the first and the last day."""
    match = _SHAPE.fullmatch(iso)
    if match is None:
        msg = "A date looks like 2013, 2013-02 or 2013-02-17."
        raise ValueError(msg)
    parts = tuple(int(part) for part in match.groups() if part)
    year, month, day = (*parts, 1, 1)[:3]
    first = date(year, month, day)
    known = (*parts, 12)[:2]
    return parts, first, first if len(parts) == len(match.groups()) else date(known[0], known[1], calendar.monthrange(known[0], known[1])[1])
