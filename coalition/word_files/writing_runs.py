"""Words as runs of a Word file: each run has one look and one direction."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from coalition.directions import direction, pieces
from coalition.word_files.writing_languages import spoken
from coalition.word_files.writing_xml import Element, element, flag, value, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coalition.word_files.writing_contents import Look

# All characters that run from right to left stand there, between some that do not.
_FROM_RIGHT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_DIGITS = {"EN", "AN", "ES", "ET", "CS"}


def runs_of(text: str, look: Look, language: str, *, removed: bool = False) -> Iterator[Element]:
    """Yield the runs of some words; words from right to left, and those from left to right beside them, are runs of their own.

    The words stay in the order in which they are read, and no direction mark is written.
    """
    for piece, is_isolated in pieces(text, language):
        for words, is_reversed in [(piece, False)] if is_isolated else _by_direction(piece, direction(language) == "rtl"):
            yield element("r", properties(look, is_reversed=is_reversed), *_text(words, removed=removed))


def _text(words: str, *, removed: bool) -> Iterator[Element]:
    for number, line in enumerate(words.split("\n")):
        if number:
            yield element("br")
        if line:
            yield written("delText" if removed else "t", line)


def properties(look: Look, *, is_reversed: bool = False) -> Element | None:
    """The properties of a run; bold and italic are said for both kinds of scripts."""
    parts = [
        value("rStyle", "Hyperlink") if look.link else None,
        *(flag(name, when=look.bold) for name in ("b", "bCs")),
        *(flag(name, when=look.italic) for name in ("i", "iCs")),
        flag("strike", when=look.struck),
        value("u", "single") if look.underlined else None,
        value("vertAlign", "superscript") if look.raised else None,
        flag("rtl", when=is_reversed),
        spoken(look.language) if look.language else None,
    ]
    return element("rPr", *parts) if any(part is not None for part in parts) else None


def _by_direction(text: str, base: bool) -> Iterator[tuple[str, bool]]:  # noqa: FBT001 -- the direction of the text
    """Yield a text in pieces, each with whether it runs from right to left; signs and spaces between two directions follow the text."""
    if text and not base and not _FROM_RIGHT.search(text):
        yield text, False
        return
    directions = list(_directions(text, base))
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or directions[at] != directions[begin]:
            yield text[begin:at], directions[begin]
            begin = at


def _directions(text: str, base: bool) -> Iterator[bool]:  # noqa: FBT001 -- the direction of the text
    """Yield for each character whether it runs from right to left."""
    before, waiting = base, 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"L", "R", "AL"}:
            is_reversed = kind != "L"
            yield from [before if before == is_reversed else base] * waiting
            yield is_reversed
            before, waiting = is_reversed, 0
        elif kind in _DIGITS and not waiting and before is not base:
            yield before  # "COVID-19" is one piece
        else:
            waiting += 1
    yield from [base] * waiting
