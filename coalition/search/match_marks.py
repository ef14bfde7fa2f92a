"""Marking what a query finds: the folded text in which it was found is mapped back to the characters that people read.

A text is folded as `folding.py` folds names, in its own script and in Latin letters, and each folded letter knows where its character
stands. Letters of two scripts do not correspond one by one, so what only matches in Latin letters marks whole words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from coalition.search.folding import NOTHING, needles, simple_letters
from coalition.search_keys import latin_letters, plain_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from coalition.search.folding import Needles

_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"\w+")
_MOST_WORDS = 20
_GAP = "  "  # as `folding.py` separates words


class Span(NamedTuple):
    """A part of a text: the place of its first character, and that after its last."""

    start: int
    end: int


class Words(Struct, frozen=True):
    """The words of a query, which mark what they find in the texts of a page; without a query they mark nothing."""

    query: str = ""

    def __bool__(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.query.strip())

    @property
    def each(self) -> list[str]:
        """The words, at most twenty; those without letters and digits are left out, but if there are no others, the query finds nothing."""
        words = self.query.split()
        return [word for word in words if needles(word) != NOTHING][:_MOST_WORDS] or words[:1]

    def pieces(self, text: str, names: Iterable[str] = ()) -> list[tuple[str, bool]]:
        """Return a text in pieces, each with whether it is marked; of a sentence only the `names` in it."""
        places = [Span(at, at + len(name)) for name in names if name for at in _places(text, name)]
        pieces, last = [], 0
        for start, end in spans(text, self.query):
            if not places or any(place.start <= start and end <= place.end for place in places):
                pieces += [(text[last:start], False), (text[start:end], True)]
                last = end
        return [piece for piece in [*pieces, (text[last:], False)] if piece[0]]

    def are_in(self, shown: Iterable[str]) -> bool:
        """Return whether every word finds something in what is shown."""
        return not self._missing(shown)

    def other(self, shown: Iterable[str], others: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
        """Return the first of some other names, each with its language, that has a word which nothing shown has; None if there is none."""
        missing = self._missing(shown)
        return next(((code, name) for code, name in others if any(_matches(name, group) for group in missing)), None)

    def _missing(self, shown: Iterable[str]) -> Needles:
        texts = list(shown)
        return tuple(group for group in _groups(self.query) if not any(_matches(text, group) for text in texts))


def spans(text: str, query: str) -> list[Span]:
    """Return what a query finds in a text: spans in the order of the text that do not touch each other."""
    groups = _groups(query)
    merged: list[Span] = []
    for span in sorted({span for group in groups for span in _matches(text, group)}):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged


@lru_cache(maxsize=64)
def _groups(query: str) -> Needles:
    return tuple(group for group in needles(query) if group) if query.strip() else ()


def _matches(text: str, group: Sequence[str]) -> set[Span]:
    """Return where one of some folded texts stands: in the own script of a text, and elsewhere in Latin letters."""
    own, latin = _traced(text)
    in_own = {_read(own, place, needle) for needle in group for place in _places(own.letters, needle)}
    in_latin = {_read(latin, place, needle) for needle in group for place in _places(latin.letters, needle)}
    return in_own | {_whole_words(text, span) for span in in_latin if not any(_touch(span, other) for other in in_own)}


def _touch(span: Span, other: Span) -> bool:
    return span.start < other.end and other.start < span.end


class _Traced(NamedTuple):
    """A folded text, and for each of its letters the span of the character from which it comes; None for gaps."""

    letters: str
    origins: Sequence[Span | None]


@lru_cache(maxsize=500)
def _traced(text: str) -> tuple[_Traced, _Traced]:
    """Return a text folded in its own script and in Latin letters."""
    own: list[tuple[str, Span | None]] = []
    latin: list[tuple[str, Span | None]] = []
    for token in _TOKEN.finditer(text):
        clusters = list(_clusters(token[0]))
        for traced, folded in ((own, _own_letters(token[0], clusters)), (latin, _latin_letters(token[0], clusters))):
            traced.extend((letter, Span(token.start() + at.start, token.start() + at.end)) for letter, at in [(" ", Span(0, 0)), *folded])
    return _spaced(own), _spaced(latin)


def _spaced(traced: Iterable[tuple[str, Span | None]]) -> _Traced:
    """Return the letters with one gap before each word, as texts are indexed."""
    letters, origins = [""], list[Span | None]()
    for letter, origin in traced:
        if letter != " ":
            letters.append(letter)
            origins.append(origin)
        elif letters[-1] != _GAP:
            letters.append(_GAP)
            origins += [None, None]
    return _Traced("".join(letters), origins)


def _clusters(token: str) -> Iterator[Span]:
    """Yield the characters of a text, each with the marks that stand on it."""
    starts = [at for at, character in enumerate(token) if not at or not unicodedata.combining(character)]
    yield from (Span(start, end) for start, end in zip(starts, [*starts[1:], len(token)], strict=True))


def _own_letters(token: str, clusters: Iterable[Span]) -> Iterator[tuple[str, Span]]:
    for span in clusters:
        yield from ((letter, span) for letter in _folded_part(token[slice(*span)]))


def _latin_letters(token: str, clusters: Iterable[Span]) -> Iterator[tuple[str, Span]]:
    """Yield the Latin letters of each character: those that it adds to what stands before it, because the first alef is another letter."""
    if token.isascii():
        yield from _own_letters(token, clusters)
        return
    before = ""
    for span in clusters:
        folded = _folded_part(latin_letters(token[: span.end]))
        yield from ((letter, span) for letter in folded[len(before) :])
        before = folded


def _folded_part(part: str) -> str:
    """Return a part of a name folded as a whole name is, with the gaps at its ends."""
    return simple_letters(plain_key(f"x{part}x")[1:-1])


def _places(letters: str, needle: str) -> Iterator[int]:
    place = letters.find(needle)
    while place >= 0:
        yield place
        place = letters.find(needle, place + 1)


def _read(traced: _Traced, place: int, needle: str) -> Span:
    origins = [origin for origin in traced.origins[place : place + len(needle)] if origin]
    return Span(origins[0].start, origins[-1].end)


def _whole_words(text: str, span: Span) -> Span:
    """Return a span with the rest of the words in which it begins and ends."""
    touched = [word.span() for word in _WORD.finditer(_without_marks(text)) if word.start() < span.end and word.end() > span.start]
    return Span(min([span.start, *(start for start, _ in touched)]), max([span.end, *(end for _, end in touched)]))


def _without_marks(text: str) -> str:
    """Return a text of the same length in which a mark does not end a word."""
    return "".join("x" if unicodedata.combining(character) else character for character in text)
