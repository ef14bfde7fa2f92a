"""Keys by which names are sorted as readers of a language expect it: the collation of CLDR, computed by ICU.

Punctuation and spaces count only between names that are otherwise equal, so «Мемориал» stands beside Мемориал.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Item = TypeVar("Item")

LONGEST = 1000  # bytes of a key; the rest of a longer one is not compared
_RECIPE = 1  # raise it when this module makes other keys: those that are stored are then made anew


@cache
def icu_version() -> str:
    """Return the version under which keys can be compared with each other: ICU's, and that of this module."""
    return f"{_icu().ICU_VERSION}/{_RECIPE}"


def collation_key(name: str, language: str, tie: str = "") -> bytes:
    """Return the key of a name for readers of a language; `tie` sorts names with equal keys, and tells them apart."""
    without_punctuation, plain = _collators(language)
    key = without_punctuation.getSortKey(name) + plain.getSortKey(name)
    return bytes(key[:LONGEST]) + b"\x00" + tie.encode()


def in_order(items: Iterable[Item], language: str, name: Callable[[Item], str]) -> list[Item]:
    """Return items sorted by their names, as readers of a language expect it; items with equal names stay in their order."""
    return sorted(items, key=lambda item: collation_key(name(item), language))


@cache
def _collators(language: str) -> tuple[Any, Any]:
    icu = _icu()
    without_punctuation, plain = (icu.Collator.createInstance(icu.Locale(language)) for _ in range(2))
    without_punctuation.setAttribute(icu.UCollAttribute.ALTERNATE_HANDLING, icu.UCollAttributeValue.SHIFTED)
    return without_punctuation, plain


@cache
def _icu() -> Any:
    """Return ICU, which is loaded when the first name is sorted."""
    import icu  # type: ignore[import-untyped]

    return icu


class Letter(NamedTuple):
    """A letter under which names stand in lists; its `key` sorts before each name that begins with it, and after each name of earlier letters."""

    label: str
    key: bytes


_LOCALES = ("ar", "az", "be", "cs", "de", "el", "fa", "fr", "he", "hy", "ka", "kk", "ky", "pl", "tg", "tk", "tr", "uk", "ur", "uz")


@cache
def letters(language: str) -> Sequence[Letter]:
    """Return the letters of all alphabets that names of the register are written in, in the order for readers of a language."""
    own = set(_index_of(language))
    others = {label for locale in _LOCALES for label in _index_of(locale)}
    by_key: dict[bytes, str] = {}
    for letter in sorted(filter(_is_single, own | others), key=lambda letter: (letter not in own, len(normalize("NFD", letter)), letter)):
        by_key.setdefault(_first_level(letter, language), letter)
    plain = [key for key in sorted(by_key) if not any(key[:end] in by_key for end in range(1, len(key)))]
    return tuple(Letter(by_key[key], key) for key in plain)


def _is_single(letter: str) -> bool:
    return len(letter) == 1


def _index_of(locale: str) -> Iterable[str]:
    """Return the headings of an index in the language of a locale."""
    return _icu().LocaleData(locale).getExemplarSet(0, _icu().ULocaleDataExemplarSetType.ES_INDEX)  # type: ignore[no-any-return]


def letter_of(name: str, language: str) -> str:
    """Return the letter under which a name stands; "…" for a name of another alphabet, or that begins with a number."""
    known = letters(language)
    at = bisect_right(known, _first_level(name, language), key=attrgetter("key"))
    first = next(filter(str.isalnum, name), "")
    return known[at - 1].label if at and first and _script(first) == _script(known[at - 1].label) else "…"


def _first_level(name: str, language: str) -> bytes:
    """Return the part of a key in which only letters count, without their case and marks."""
    return bytes(_collators(language)[0].getSortKey(name)).split(b"\x01")[0]


def _script(letter: str) -> int:
    return int(_icu().Script.getScript(letter[0]).getScriptCode())
