"""Dates known to the year, the month or the day, as archives record them (EDTF level 0, ISO 8601-2)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date with its precision; `iso` is `2013`, `2013-02` or `2013-02-17` and sorts as text."""

    iso: str

    def __post_init__(self) -> None:
        """Refuse what is not a date.

        Raises:
            ValueError: `iso` is not a real year, month or day.

        """
        match = _SHAPE.fullmatch(self.iso)
        if match is None:
            msg = "A date looks like 2013, 2013-02 or 2013-02-17."
            raise ValueError(msg)
        year, month, day = match.groups()
        date(int(year), int(month or 1), int(day or 1))

    @property
    def parts(self) -> tuple[int, ...]:
        """The year, then month and day as far as they are known."""
        return tuple(int(part) for part in self.iso.split("-"))

    @property
    def first(self) -> date:
        """The earliest day meant."""
        return date(*(*self.parts, 1, 1)[:3])

    @property
    def last(self) -> date:
        """The latest day meant."""
        year, month = (*self.parts, 12)[:2]
        return date(*self.parts) if len(self.parts) == len(("y", "m", "d")) else date(year, month, calendar.monthrange(year, month)[1])

    def before(self, other: PartialDate) -> bool:
        """Whether it is surely earlier: compared by year, month and day as far as both are known."""
        known = min(len(self.parts), len(other.parts))
        return self.parts[:known] < other.parts[:known]

    def __str__(self) -> str:
        """Return the ISO form."""
        return self.iso
