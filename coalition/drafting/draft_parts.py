"""A long text on several pages: which passages stand on which."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 80  # passages of a page


class Part(Struct, frozen=True):
    """The passages of a page, from the first one to the last one, which is not included; with the key of the first, and of the next page."""

    first: int
    end: int
    key: str
    following: str


def divided(headings: Sequence[bool], keys: Sequence[str], beside: Sequence[int] | None = None) -> list[Part]:
    """Divide passages into pages, before a heading where one stands in the second half of a page; the first page has no key.

    `beside` counts what stands beside each passage and takes a place on the page too; a page has one passage at least.
    """
    ends = [0, *accumulate(1 + number for number in beside or [0] * len(keys))]
    begins = [0]
    while ends[-1] - ends[begins[-1]] > LONGEST:
        first = begins[-1]
        longest = max(first + 1, bisect_right(ends, ends[first] + LONGEST) - 1)
        if longest == len(keys):
            break
        middle = first + (longest - first) // 2
        begins.append(next((at for at in range(longest, middle, -1) if headings[at]), longest))
    return [
        Part(first, end, keys[first] if first else "", keys[end] if end < len(keys) else "")
        for first, end in zip(begins, [*begins[1:], len(keys)], strict=True)
    ]


def part_with(parts: Sequence[Part], keys: Sequence[str], key: str) -> Part:
    """Return the page on which a passage stands, else the first."""
    place = keys.index(key) if key in keys else 0
    return next((part for part in parts if part.first <= place < part.end), parts[0])
