"""The words of a query, and how well the words of an entry have one of them."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from coalition.fields import LONGEST_NAME
from coalition.search.spellings import SHORTEST_PART, calls_provisions, is_number, is_small, terms_of

MOST_WORDS = 8


class Level(IntEnum):
    """How well an entry has a word."""

    WHOLE = 0
    BEGINNING = 1
    PART = 2
    NEAR = 3


class Term(NamedTuple):
    """A word of a query: its spellings, and the words that are near to it, in any section.

    An entry may lack an `optional` word: "article 3" finds provision 3, whatever the text calls it.
    """

    spellings: frozenset[str]
    is_optional: bool = False
    near: frozenset[str] = frozenset()

    def level(self, words: str) -> Level | None:
        """Return how well the words of an entry have it; None if they do not."""
        for level, texts in _texts_of(self):
            for text in texts:
                if text in words:
                    return level
        return None

    @property
    def texts(self) -> list[str]:
        """The texts of which the words of an entry hold one, if they have it: none begins with another, and numbers are whole."""
        whole, beginnings, parts, near = (texts for _, texts in _texts_of(self))
        short = [text for text in beginnings if text[1:] not in parts]
        return [*(text for text in whole if not text.startswith(beginnings)), *short, *parts, *near]


@lru_cache(maxsize=500)
def _texts_of(term: Term) -> tuple[tuple[Level, tuple[str, ...]], ...]:
    """Return at each level the texts of which the words of an entry hold one; a number is only looked for as a whole."""
    letters = [spelling for spelling in sorted(term.spellings) if not is_number(spelling)]
    return (
        (Level.WHOLE, tuple(f" {spelling} " for spelling in sorted(term.spellings))),
        (Level.BEGINNING, tuple(f" {spelling}" for spelling in letters)),
        (Level.PART, tuple(spelling for spelling in letters if len(spelling) >= SHORTEST_PART)),
        (Level.NEAR, tuple(f" {word} " for word in sorted(term.near))),
    )


def terms_in(query: str) -> list[Term]:
    """Return the words of a query; one that is longer than a name can be has none."""
    every = terms_of(query, MOST_WORDS) if len(query) <= LONGEST_NAME else ()
    has_number = any(map(is_number, chain.from_iterable(every)))
    has_others = not all(map(is_small, every))
    return [Term(spellings, (has_others and is_small(spellings)) or (has_number and calls_provisions(spellings))) for spellings in every]
