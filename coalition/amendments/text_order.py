"""Long lists in the order of the text, a page at a time: a page holds whole provisions, unless one of them alone is longer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct

from coalition.drafting.provision_texts import TITLE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from coalition.drafting.current_texts import EditionTexts

Line = TypeVar("Line")


class TextOrder(Struct, frozen=True):
    """The order of provisions: the title, those of the text, what stands at the end, and what is about a provision that is gone."""

    places: Mapping[str, int]

    @classmethod
    def of(cls, texts: EditionTexts, *, whole_text_first: bool = False) -> TextOrder:
        """Return the order of a text; what has no provision stands at its end, or before everything."""
        order = texts.order
        return cls({"": -1 if whole_text_first else len(order) + 1, TITLE: 0} | {key: place + 1 for key, place in order.items()})

    def place(self, key: str) -> tuple[int, str]:
        """Return the place of a provision."""
        return self.places.get(key, len(self.places) + 1), key


class Listing(Struct, Generic[Line], frozen=True):
    """Where the lines of a list come from.

    `counts`: how many lines each provision has; `number` and `provision`: of a line; `read` returns the lines of some provisions whose
    numbers are higher than another, by number, and whether there are more than were asked for.
    """

    counts: Mapping[str, int]
    number: Callable[[Line], int]
    provision: Callable[[Line], str]
    read: Callable[[Sequence[str], int, int], Awaitable[tuple[Sequence[Line], bool]]]


async def page_in_order(listing: Listing[Line], order: TextOrder, *, begun: str | None = None, after: int = 0, limit: int) -> tuple[list[Line], int]:
    """Return a page of a list, after the line with a number in the provision `begun`, and where the next page begins, 0 on the last.

    It takes a fixed number of queries, and reads no more rows than it shows.
    """
    lines: list[Line] = []
    ordered = sorted(listing.counts, key=order.place)
    if begun is not None:
        rest, more = await listing.read([begun], after, limit)
        lines = [*rest]
        if more:
            return lines, listing.number(lines[-1])
        ordered = [key for key in ordered if order.place(key) > order.place(begun)]
    keys = _that_fit(ordered, listing.counts, limit, len(lines))
    if keys:
        others, more = await listing.read(keys, 0, limit)
        lines += sorted(others, key=lambda line: (order.place(listing.provision(line)), listing.number(line)))
        if more:
            return lines, listing.number(lines[-1])
    return lines, listing.number(lines[-1]) if lines and len(keys) < len(ordered) else 0


def _that_fit(ordered: Sequence[str], counts: Mapping[str, int], limit: int, taken: int) -> list[str]:
    """Return the provisions whose lines still have room on a page; the first one if the page is empty."""
    keys: list[str] = []
    for key in ordered:
        if taken and taken + counts[key] > limit:
            break
        keys.append(key)
        taken += counts[key]
    return keys
