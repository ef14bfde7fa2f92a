"""Pages of a status: which lines of the whole list are read or shown at once."""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from coalition.acts.line_filters import LineFilter
from coalition.acts.status import Page
from coalition.acts.status_lines import place_in, place_of
from coalition.search.queries import key_of
from coalition.search.queries import place as encoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.acts.status import Status
    from coalition.acts.status_lines import StatusLine

LINES = 50  # on a page of a list
Place: TypeAlias = str | bytes  # in the order of files, or in that of a language


class Asked(Struct, frozen=True):
    """Which lines are asked for: those after a place in the list (`after`), or the page with the line of an organisation (`line`, its slug).

    They are in the order that readers of `language` expect; without a language in that of files, which is the same for all.
    `earlier` is the place after which the parties to earlier editions are asked for. With None in place of a place, no line is asked for.
    With `counted` the numbers of the whole list are read too; without it, a page counts its own lines only. `only` narrows the list; then
    no number stands on its pages but that of the matches. On a past day `among` are the organisations that its words find.
    Of a list of more than `limit` lines the first `brief` are asked for.
    """

    after: str | None = ""
    line: str = ""
    earlier: str | None = ""
    limit: int = LINES
    language: str = ""
    counted: bool = True
    only: LineFilter = LineFilter()
    among: frozenset[int] | None = None
    brief: int = 0

    def chooses(self, line: StatusLine) -> bool:
        """Whether a line of a past day is asked for."""
        return self.only.chooses(line) and (self.among is None or line.organisation.id in self.among)

    def most(self, total: int | None) -> int:
        """Return how many lines of a list are shown at most."""
        return self.brief if self.brief and total is not None and total > self.limit else self.limit


LETTERS_BEGIN, LETTERS_END = b"0", b"1"  # signatures stand before supports
NO_LINES = Asked(after=None, earlier=None)


def page_from(before: int, places: Sequence[Place], limit: int, total: int) -> Page:
    """Return the page of the first `limit` of some places; if there is one place more, another page follows."""
    last = before + len(places[:limit])
    return Page(before + 1, last, max(total, last), written(places[limit - 1]) if len(places) > limit else "", follows=before > 0)


def written(place: Place) -> str:
    """Return a place for an address."""
    return place if isinstance(place, str) else encoded(place)


def read_place(after: str, language: str) -> Place:
    """Return the place in an address; anything that is no place in the lists of a language begins the list."""
    return key_of(after) if language else after


def ends_of(places: Sequence[Place], limit: int, *, begins: bool) -> tuple[bool, bool]:
    """Return whether the signatures, and whether the supports, end with the first `limit` of some places; `begins` says that it is the first page."""
    shown, following = [_supports(place) for place in places[:limit]], [_supports(place) for place in places[limit:]]
    return not (following and not following[0]) and (begins or False in shown), not following


def _supports(place: Place) -> bool:
    return place[:1] in {"1", b"1"}


def sliced(status: Status, asked: Asked) -> Status:
    """Return some lines of a whole status; a narrowed list has no descriptions in place of names."""
    if asked.only:
        lines, page = _narrowed(status.lines, asked, asked.after, asked.line)
        earlier, earlier_page = _narrowed(status.earlier, asked, asked.earlier, "")
        return replace(status, lines=lines, page=page, ends=(False, False), described=(), earlier=earlier, earlier_page=earlier_page)
    lines, page, ends = _slice(status.lines, asked, asked.after, asked.line)
    earlier, earlier_page, _ = _slice(status.earlier, asked, asked.earlier, "")
    described = [act for act in status.described if ends[act.supports]]
    return replace(status, lines=lines, page=page, ends=ends, described=described, earlier=earlier, earlier_page=earlier_page)


def _narrowed(lines: Sequence[StatusLine], asked: Asked, after: str | None, slug: str) -> tuple[Sequence[StatusLine], Page | None]:
    chosen = [line for line in lines if asked.chooses(line)]
    shown, page, _ = _slice(chosen, asked, after, slug)
    return shown, page and replace(page, matches=len(chosen), among=len(lines))


def _slice(lines: Sequence[StatusLine], asked: Asked, after: str | None, slug: str) -> tuple[Sequence[StatusLine], Page | None, tuple[bool, bool]]:
    if after is None:
        return (), None, (False, False)
    by_place: list[tuple[Place, StatusLine]] = [(place_in(line, asked.language) if asked.language else place_of(line), line) for line in lines]
    by_place.sort(key=itemgetter(0))
    places, lines, limit = [place for place, _ in by_place], [line for _, line in by_place], asked.most(len(by_place))
    at = next((number for number, line in enumerate(lines) if line.organisation.slug == slug), None) if slug else None
    start = bisect_right(places, read_place(after, asked.language)) if at is None else at // limit * limit
    shown = places[start : start + limit + 1]
    return lines[start : start + limit], page_from(start, shown, limit, len(lines)), ends_of(shown, limit, begins=start == 0)
