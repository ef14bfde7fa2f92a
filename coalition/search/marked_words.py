"""Marking what the search for everybody finds: whole words, in a title or in the passage of a text around the best of them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from coalition.search.spellings import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coalition.search.query_terms import Term

Piece: TypeAlias = tuple[str, bool]  # a part of a text, and whether it is marked
_TOKEN = re.compile(r"\S+")
_BEFORE = 8  # words of a passage before the first that is marked
_LENGTH = 40  # words of a passage


def marked(text: str, terms: Sequence[Term]) -> list[Piece]:
    """Return a text in pieces, each with whether it is marked: the words that the words of a query find."""
    pieces, last = list[Piece](), 0
    for token in _TOKEN.finditer(text):
        if _terms_in(token[0], tuple(terms)):
            start, end = (token.start() + at for at in _core(token[0]))
            pieces += [(text[last:start], False), (text[start:end], True)]
            last = end
    return [piece for piece in [*pieces, (text[last:], False)] if piece[0]]


def passage(text: str, terms: Sequence[Term]) -> list[Piece]:
    """Return the part of a text with the most words of a query, marked; what is left out stands as an ellipsis."""
    tokens = list(_TOKEN.finditer(text))
    if len(tokens) <= _LENGTH:
        return marked(" ".join(text.split()), terms)
    matched = [(at, numbers) for at, token in enumerate(tokens) if (numbers := _terms_in(token[0], tuple(terms)))]
    first = max((at for at, _ in matched), key=lambda at: (len(_within(matched, at)), -at), default=0)
    start = max(0, min(first - _BEFORE, len(tokens) - _LENGTH))
    end = min(start + _LENGTH, len(tokens))
    shown = " ".join(token[0] for token in tokens[start:end])
    return marked(f"{'… ' if start else ''}{shown}{' …' if end < len(tokens) else ''}", terms)


def missing_from(shown: Iterable[str], terms: Sequence[Term]) -> list[Term]:
    """Return the words of a query that are in none of some texts."""
    words = f" {' '.join(words_of(' '.join(shown)))} "
    return [term for term in terms if term.level(words) is None and not term.is_optional]


def _within(matched: Sequence[tuple[int, frozenset[int]]], first: int) -> frozenset[int]:
    return frozenset(number for at, numbers in matched if first <= at < first + _LENGTH - _BEFORE for number in numbers)


@lru_cache(maxsize=20_000)
def _terms_in(token: str, terms: tuple[Term, ...]) -> frozenset[int]:
    """Return the numbers of the words of a query that stand in what is between two spaces."""
    words = f" {' '.join(words_of(token))} "
    return frozenset(number for number, term in enumerate(terms) if term.level(words) is not None)


def _core(token: str) -> tuple[int, int]:
    """Return where a word begins and ends, without the punctuation around it."""
    inside = [at for at, character in enumerate(token) if unicodedata.category(character)[0] in "LMN"]
    return (inside[0], inside[-1] + 1) if inside else (0, len(token))
