"""Divides a text into passages: headings, numbered passages, paragraphs and notes, each with its line."""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

from coalition.characters import with_line_feeds
from coalition.text.numbering import Numbering
from coalition.text.numbers import Number, number_at

_SURROGATES = re.compile("[\ud800-\udfff]")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?$")
_NOTE = re.compile(r"\s*\[\^([^\s\[\]^]+)\]:\s*")
_LIST = re.compile(r"\s*(?:[-*+]\s|>)")


class HeadingMark(Struct, frozen=True):
    """The level of a heading."""

    level: int


class NoteMark(Struct, frozen=True):
    """The label of a note."""

    label: str


Mark = HeadingMark | NoteMark | Number


class Passage(Struct):
    """Consecutive lines that belong together; `mark` is the number, heading or note they begin with, None for a paragraph without one."""

    mark: Mark | None
    lines: list[str]
    line: int

    @property
    def text(self) -> str:
        """The lines without the mark."""
        return "\n".join(self.lines).strip("\n")


def clean_lines(body: str) -> list[str]:
    """The lines of a text in NFC, without trailing spaces; every kind of line end is recognised."""
    text = unicodedata.normalize("NFC", _SURROGATES.sub("\ufffd", body.replace("\ufeff", "")))
    return [line.rstrip() for line in with_line_feeds(text).split("\n")]


def split(body: str) -> list[Passage]:
    """Divide a text at blank lines, headings, notes and numbers.

    Inside a paragraph, a number starts a new passage only if it continues the numbering. So a line of running text that
    begins with a number by chance stays in its paragraph.
    """
    passages: list[Passage] = []
    numbering = Numbering()
    in_paragraph = False
    for line_number, line in enumerate(clean_lines(body), start=1):
        if not line:
            in_paragraph = False
            continue
        mark, text = _mark(line)
        if isinstance(mark, Number):
            if (in_paragraph and not numbering.continues(mark)) or _is_in_list(line, passages):
                mark, text = None, line
            else:
                numbering.place(mark)
        if in_paragraph and mark is None:
            passages[-1].lines.append(line)
        else:
            passages.append(Passage(mark, [text], line_number))
        in_paragraph = not isinstance(mark, HeadingMark)
    return passages


def note_at(text: str) -> tuple[str, str] | None:
    """The label and the text of a note ("[^1]: See article 2."), or None if this is not a note."""
    match = _NOTE.match(text)
    return (match[1], text[match.end() :]) if match else None


def begins_list(text: str) -> bool:
    """Whether the text begins with a list or a quotation; both belong to the paragraph before them."""
    return bool(_LIST.match(text))


def _is_in_list(line: str, passages: list[Passage]) -> bool:
    return line[0].isspace() and bool(passages) and any(map(begins_list, passages[-1].lines))


def _mark(line: str) -> tuple[Mark | None, str]:
    if (heading := _HEADING.match(line.lstrip())) and heading[2]:
        return HeadingMark(len(heading[1])), heading[2]
    if note := note_at(line):
        return NoteMark(note[0]), note[1]
    return number_at(line) or (None, line)
