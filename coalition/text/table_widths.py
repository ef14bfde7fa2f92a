"""How much room a table needs on paper, where nothing scrolls: words and numbers stay whole as long as they fit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coalition.directions import ORDERED_NUMBER, stays_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# The width of A4 in characters, at the usual size and at the smallest that people read; each column has its padding too.
_USUAL, _SMALL, _PADDING = 64, 86, 2
_NUMBER = re.compile(rf"[+\u2212-]?\d[\d.,:/ \u00a0\u202f\u2012-\u2015-]*%?|{ORDERED_NUMBER}")
_BREAKS = re.compile(r"[\s/-]+")

WIDTHS = {"dense", "crowded"}


def is_number(words: str) -> bool:
    """Whether a cell holds a number, a day or a code and nothing else, which stays on one line."""
    return stays_whole(words) and _NUMBER.fullmatch(words) is not None


def width_of(rows: Iterable[Sequence[str]]) -> str:
    """Return the class of a table by the words of its cells: none if each word fits, `dense` if it does in small type, else `crowded`."""
    columns: dict[int, int] = {}
    for row in rows:
        for at, words in enumerate(row):
            columns[at] = max(columns.get(at, 0), _longest(words))
    needed = sum(columns.values()) + _PADDING * len(columns)
    return "crowded" if needed > _SMALL else "dense" if needed > _USUAL else ""


def _longest(words: str) -> int:
    return len(words) if is_number(words) else max(map(len, _BREAKS.split(words)))
