"""The part of a long text that a list shows."""

from __future__ import annotations

import unicodedata

from coalition.search.match_marks import Words, spans

_BEFORE = 3  # the part of an excerpt, as a divisor, that stands before what words find


def excerpt(text: str, most: int, words: Words | None = None) -> str:
    """Return at most some characters of a text: from its beginning, or around the first that words find; an ellipsis stands for the rest."""
    if len(text) <= most:
        return text
    first = next(iter(spans(text, words.query)), None) if words else None
    start = first.start - most // _BEFORE if first and first.end > most * 2 // _BEFORE else 0
    start = _word_from(text, min(start, len(text) - most)) if start > 0 else 0
    end = start + most
    end = _word_until(text, start, end) if end < len(text) else len(text)
    return f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"


def _word_from(text: str, at: int) -> int:
    """Return where the next word begins, near a place; in a text without spaces, the next character."""
    space = next((place for place in range(at, min(at + 40, len(text))) if text[place].isspace()), None)
    return _character(text, at) if space is None else space + 1


def _word_until(text: str, start: int, at: int) -> int:
    """Return where the last word before a place ends; in a text without spaces, the place."""
    space = next((place for place in range(at, max(start, at - 40), -1) if text[place].isspace()), None)
    return _character(text, at) if space is None else space


def _character(text: str, at: int) -> int:
    """Return a place that does not divide a letter from the marks on it."""
    while at < len(text) and unicodedata.combining(text[at]):
        at += 1
    return at
