"""Notifications in the order of their numbers, those of a day together."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition.announcements.reading import Announcement
    from coalition.partial_dates import PartialDate


def by_day(announcements: Iterable[Announcement]) -> list[tuple[PartialDate | None, list[Announcement]]]:
    """Return notifications in their order, those that follow each other and speak of the same day together; None where no day is given."""
    return [(day, list(some)) for day, some in groupby(announcements, key=attrgetter("done"))]


def by_year(announcements: Iterable[Announcement]) -> list[tuple[int, list[tuple[PartialDate | None, list[Announcement]]]]]:
    """Return notifications in their order by the year of their numbers, and within it as `by_day`."""
    return [(year, by_day(some)) for year, some in groupby(announcements, key=attrgetter("notification.year"))]
