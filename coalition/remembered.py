"""What was computed once, for as long as the same values come again: a bounded memory of the process.

The key is everything that a result is made of, never the id of something that may change. So nothing that is remembered can be out of
date, and a value can only come from the memory to whom has the same values in hand. All of it is forgotten when something is removed
from the public, so that no name stays in the memory of a process that may not show it any more.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

Values = ParamSpec("Values")
Result = TypeVar("Result")

MOST = 1000  # results of one function

_memories: list[Callable[[], None]] = []


def remembered(compute: Callable[Values, Result]) -> Callable[Values, Result]:
    """Let a function remember its latest results by its arguments, which are hashable values that never change.

    Whatever else its result depends on (the language, who reads) must be an argument too. Arguments that are equal must mean the same:
    no Markup beside plain text.
    """
    cached = lru_cache(maxsize=MOST, typed=True)(compute)
    _memories.append(cached.cache_clear)
    return cast("Callable[Values, Result]", cached)


def forget() -> None:
    """Forget every result."""
    for clear in _memories:
        clear()
