"""How high the rows of a list are on a phone, as an estimate, and pages with as many rows as fit there."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from coalition.organisations.views import OrganisationView
    from coalition.search.match_marks import Words

    PageT = TypeVar("PageT")

ROOM = 6000  # pixels of a list that is the whole of a page, on a screen that is 360 wide


class Run(NamedTuple):
    """Text of one size: the characters in a row, the height of a row, and what stands around the text."""

    characters: int
    row: int
    around: int = 0

    def height(self, text: str) -> int:
        """Return the height of a text; nothing for an empty one."""
        return ceil(len(text) / self.characters) * self.row + self.around if text else 0


NAME, SMALL, TITLE, LINE = Run(30, 25, 16), Run(42, 23), Run(24, 29, 40), Run(36, 24, 8)


def fitting(heights: Sequence[int], room: int) -> int:
    """Return how many of the first parts fit, at least one."""
    number = 0
    for height in heights:
        room -= height
        if room < 0:
            break
        number += 1
    return max(number, min(1, len(heights)))


def height_of_organisation(organisation: OrganisationView, language: str, *lines: str) -> int:
    """Return the height of the names of an organisation with some lines below them."""
    own, short, second = organisation.primary.name, organisation.primary.short_name, organisation.in_language(language)
    small = " · ".join(filter(None, (second.name if second else "", short, " " * 12)))
    return NAME.height(own) + SMALL.height(small) + sum(map(LINE.height, lines))


def heights_of(organisations: Iterable[OrganisationView], language: str, *lines: str, words: Words | None = None) -> list[int]:
    """Return the heights of organisations, each with some lines below its names, and with another name if words need it."""
    return [
        height_of_organisation(organisation, language, *lines)
        + (height_of_other(organisation, organisation.shown_names(language), words) if words else 0)
        for organisation in organisations
    ]


def height_of_other(organisation: OrganisationView, shown: Sequence[str], words: Words) -> int:
    """Return the height of the name by which words find an organisation, where what is shown of it does not say why."""
    other = words.other(shown, organisation.every_name)
    return SMALL.height(other[1]) if other else 0


def height_of_entry(title: str, *lines: str) -> int:
    """Return the height of an entry: its title with some lines around it."""
    return TITLE.height(title) + sum(map(LINE.height, lines))


async def fitted(read: Callable[[int], Awaitable[PageT]], heights: Callable[[PageT], Sequence[int]], limit: int, room: int = ROOM) -> PageT:
    """Return a page of at most `limit` rows, or of fewer where they would be too high for a phone; such a page is read again."""
    page = await read(limit)
    rows = heights(page)
    number = fitting(rows, room)
    return page if number == len(rows) else await read(number)
