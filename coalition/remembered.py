"""What was computed once, for as long as the same values come again: memories of the process, bounded in entries and in the length of each.

The key is everything that a result is made of, never the id of something that may change. So nothing that is remembered can be out of
date, and a value can only come from the memory to whom has the same values in hand. All of it is forgotten when something is removed
from the public, so that no name stays in the memory of a process that may not show it any more.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_TEXT = 200_000  # characters
WHOLE_TEXTS = 16, LONGEST_TEXT  # entries and characters of a cache of texts: those that people work on now
PASSAGES = 4096, 2000  # the same of a cache of passages: a text of 12,000 words in three languages has a thousand

MOST = 1000  # results of one function whose values are small

MEMORIES: list[Callable[[], None]] = []  # each forgets the results of one function

More = ParamSpec("More")
Values = ParamSpec("Values")
Result = TypeVar("Result")


class Measured(Hashable, Protocol):
    """A frozen value that knows how many characters it holds."""

    @property
    def length(self) -> int:
        """The number of characters, about."""


Value = TypeVar("Value", bound=Measured)


def bounded_cache(entries: int, longest: int) -> Callable[[Callable[Concatenate[str, More], Result]], Callable[Concatenate[str, More], Result]]:
    """Cache a function of a module of one or more texts whose result nobody changes; where they are longer together, it works each time."""

    def decorated(work: Callable[Concatenate[str, More], Result]) -> Callable[Concatenate[str, More], Result]:
        cached = lru_cache(maxsize=entries)(work)
        MEMORIES.append(cached.cache_clear)

        @wraps(work)
        def read(text: str, /, *args: More.args, **more: More.kwargs) -> Result:
            if len(text) + sum(len(other) for other in args if isinstance(other, str)) > longest:
                return work(text, *args, **more)
            return cached(text, *args, **more)  # type: ignore[arg-type]  # flags, numbers and languages, which can be hashed

        return read

    return decorated


class _TooLong(Exception):
    """A value is too long to be remembered."""


def cached_by_value(entries: int, longest: int) -> Callable[[Callable[[Value], Result]], Callable[[Value], Result]]:
    """Cache a function of a module of one value, which is the key and all that the function knows; a longer value is worked on each time.

    What the result depends on, such as who reads it, is part of the value, as values and not as ids: nothing else reaches the function.
    """

    def decorated(work: Callable[[Value], Result]) -> Callable[[Value], Result]:
        @lru_cache(maxsize=entries)
        def cached(value: Value) -> Result:
            if value.length > longest:
                raise _TooLong
            return work(value)

        MEMORIES.append(cached.cache_clear)

        @wraps(work)
        def written(value: Value, /) -> Result:
            try:
                return cached(value)
            except _TooLong:
                return work(value)

        return written

    return decorated


def remembered(compute: Callable[Values, Result]) -> Callable[Values, Result]:
    """Let a function remember its latest results by its arguments, which are small hashable values that never change.

    Whatever else its result depends on (the language, who reads) must be an argument too. Arguments that are equal must mean the same:
    no Markup beside plain text.
    """
    cached = lru_cache(maxsize=MOST, typed=True)(compute)
    MEMORIES.append(cached.cache_clear)
    return cast("Callable[Values, Result]", cached)


def forget() -> None:
    """Forget every result."""
    for clear in MEMORIES:
        clear()
