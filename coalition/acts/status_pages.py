"""Pages of a status: which lines of the whole list are read or shown at once."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition.acts.status import Page
from coalition.acts.status_lines import place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.acts.status import Status
    from coalition.acts.status_lines import StatusLine

LINES = 100


class Asked(Struct, frozen=True):
    """Which lines are asked for: those after a place in the list (`after`), or the page with the line of an organisation (`line`, its slug).

    `earlier` is the place after which the parties to earlier editions are asked for. With None in place of a place, no line is asked for.
    """

    after: str | None = ""
    line: str = ""
    earlier: str | None = ""
    limit: int = LINES


NO_LINES = Asked(after=None, earlier=None)


def page_from(before: int, places: Sequence[str], limit: int, total: int) -> Page:
    """Return the page of the first `limit` of some places; if there is one place more, another page follows."""
    last = before + len(places[:limit])
    return Page(before + 1, last, max(total, last), places[limit - 1] if len(places) > limit else "")


def ends_of(places: Sequence[str], limit: int, *, begins: bool) -> tuple[bool, bool]:
    """Return whether the signatures, and whether the supports, end with the first `limit` of some places; `begins` says that it is the first page."""
    shown, following = [_supports(place) for place in places[:limit]], [_supports(place) for place in places[limit:]]
    return not (following and not following[0]) and (begins or False in shown), not following


def _supports(place: str) -> bool:
    return place.startswith("1")


def sliced(status: Status, asked: Asked) -> Status:
    """Return some lines of a whole status."""
    lines, page, ends = _slice(status.lines, asked.after, asked.line, asked.limit)
    earlier, earlier_page, _ = _slice(status.earlier, asked.earlier, "", asked.limit)
    described = [act for act in status.described if ends[act.supports]]
    return replace(status, lines=lines, page=page, ends=ends, described=described, earlier=earlier, earlier_page=earlier_page)


def _slice(lines: Sequence[StatusLine], after: str | None, slug: str, limit: int) -> tuple[Sequence[StatusLine], Page | None, tuple[bool, bool]]:
    if after is None:
        return (), None, (False, False)
    places = [place_of(line) for line in lines]
    at = next((number for number, line in enumerate(lines) if line.organisation.slug == slug), None) if slug else None
    start = bisect_right(places, after) if at is None else at // limit * limit
    shown = places[start : start + limit + 1]
    return lines[start : start + limit], page_from(start, shown, limit, len(lines)), ends_of(shown, limit, begins=start == 0)
