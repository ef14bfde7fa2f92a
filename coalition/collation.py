"""Keys by which names are sorted as readers of a language expect it: the collation of CLDR, computed by ICU.

Punctuation and spaces count only between names that are otherwise equal, so «Мемориал» stands beside Мемориал.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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
