"""Names and queries, folded alike: no tokeniser of an engine knows Arabic, nor finds a Russian name by Latin letters.

Each word stands after two spaces. So a text of three letters or more is found anywhere in a word, a shorter one where a word begins,
and both are found by groups of three characters, which is what the engines index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from coalition.fields import LONGEST_NAME
from coalition.search_keys import plain_key, search_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    Needles: TypeAlias = tuple[tuple[str, ...], ...]  # every group must match, by any of its texts

_GAP = "  "
_BETWEEN = "|"  # between two names; no folded text holds it
_SHORTEST_PART = 3  # letters of a text that is looked for inside words
_MOST_WORDS = 20
# Letters of Kazakh, Kyrgyz, Tajik and Uzbek, and those that people write where a keyboard lacks them.
_SIMPLE_LETTERS = str.maketrans("әғқңөұүһіҳҷ", "агкноуухихч")

NOTHING: Needles = ((),)


def folded(names: Iterable[str]) -> str:
    """Return the text that names are found by: each in its own script and in Latin letters."""
    keys = {key(name) for name in names for key in (_own_script, search_key)} - {""}
    return _GAP.join([_BETWEEN, *(f"{_spaced(key)}{_GAP}{_BETWEEN}" for key in sorted(keys))])


def needles(query: str) -> Needles:
    """Return what a query looks for: every word, in its own script or in Latin letters.

    A query without letters and digits finds nothing, and so does one that is longer than a name can be.
    """
    groups = list(dict.fromkeys(filter(None, map(_alternatives, query.split()))))[:_MOST_WORDS]
    return tuple(groups) if groups and len(query) <= LONGEST_NAME else NOTHING


def is_found(query: str, names: Iterable[str]) -> bool:
    """Return whether a query finds a row with some names, for rows whose names no index may hold."""
    text = folded(names)
    return all(any(needle in text for needle in group) for group in needles(query))


def whole(names: Iterable[str]) -> Needles:
    """Return what finds whole names, not parts of them, in their own script or written so in Latin letters."""
    keys = {key for name in names if (key := _own_script(name))}
    return (tuple(f"{_BETWEEN}{_GAP}{_spaced(key)}{_GAP}{_BETWEEN}" for key in sorted(keys)),)


def _alternatives(word: str) -> tuple[str, ...]:
    keys = dict.fromkeys(filter(None, (_own_script(word), search_key(word))))
    return tuple(_spaced(key) if len(key) >= _SHORTEST_PART else _GAP + key for key in keys)


def _own_script(text: str) -> str:
    return simple_letters(plain_key(text))


def simple_letters(key: str) -> str:
    """Return a folded text with the letters that people write where a keyboard lacks others."""
    return key.translate(_SIMPLE_LETTERS)


def _spaced(key: str) -> str:
    return key.replace(" ", _GAP)
