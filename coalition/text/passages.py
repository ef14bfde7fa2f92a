"""Divides a text into passages: headings, numbered passages, paragraphs and notes, each with its line."""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct, field

from coalition.characters import with_line_feeds
from coalition.remembered import WHOLE_TEXTS, bounded_cache
from coalition.text.heading_numbers import names_annex
from coalition.text.numbering import Numbering
from coalition.text.numbers import Number, When, number_at

_SURROGATES = re.compile("[\ud800-\udfff]")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?$")
_NOTE = re.compile(r"\s*\[\^([^\s\[\]^]+)\]:\s*")
_SENTENCE_END = (".", ",", ";", ":", "?", "!", "،", "؟", "؛")
_LIST = re.compile(r"\s*(?:[-*+]\s|>)")


class HeadingMark(Struct, frozen=True):
    """The level of a heading."""

    level: int


class NoteMark(Struct, frozen=True):
    """The label of a note."""

    label: str


Mark = HeadingMark | NoteMark | Number


class Passage(Struct):
    """Consecutive lines that belong together; `mark` is the number, heading or note they begin with, None for a paragraph without one.

    `doubts` are its lines that begin with what may be a number, but is read as text.
    """

    mark: Mark | None
    lines: list[str]
    line: int
    doubts: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines without the mark."""
        return "\n".join(self.lines).strip("\n")


def clean_lines(body: str) -> list[str]:
    """The lines of a text in NFC, without trailing spaces; every kind of line end is recognised."""
    text = unicodedata.normalize("NFC", _SURROGATES.sub("\ufffd", body.replace("\ufeff", "")))
    return [line.rstrip() for line in with_line_feeds(text).split("\n")]


@bounded_cache(*WHOLE_TEXTS)
def split(body: str) -> list[Passage]:
    """Divide a text at blank lines, headings, notes and numbers.

    Inside a paragraph, a number starts a new passage only if it continues the numbering. So a line of running text that
    begins with a number by chance stays in its paragraph. What may be a number and cannot be decided is text, and a doubt.
    """
    passages: list[Passage] = []
    numbering = Numbering()
    in_paragraph = False
    for line_number, line in enumerate(clean_lines(body), start=1):
        if not line:
            in_paragraph = False
            continue
        mark, text = _mark(line)
        is_doubt = False
        if isinstance(mark, Number):
            is_number, is_doubt = decided(mark, numbering, passages[-1].lines[-1] if in_paragraph else "", text)
            if _is_in_list(line, passages) or not is_number:
                is_doubt = is_doubt and not _is_in_list(line, passages)
                mark, text = None, line
            else:
                numbering.place(mark)
        elif isinstance(mark, HeadingMark):
            numbering.heading(mark.level, text)
        if in_paragraph and mark is None:
            passages[-1].lines.append(text)
        else:
            passages.append(Passage(mark, [text], line_number))
        if is_doubt:
            passages[-1].doubts.append(line_number)
        in_paragraph = not isinstance(mark, HeadingMark)
    return passages


def decided(number: Number, numbering: Numbering, line_before: str, rest: str) -> tuple[bool, bool]:
    """Whether it is a number, and whether to ask; `line_before` is the line before it in its paragraph, `rest` what follows."""
    continues = numbering.continues(number)
    if number.explicit:
        return True, False
    if line_before and not continues:
        ended = line_before.endswith(_SENTENCE_END)
        return False, (ended and not number.readings) or (number.when is When.ALWAYS and (ended or not rest[:1].islower()))
    if continues:
        return number.when is not When.NEVER, number.when is When.NEVER
    return number.when is When.ALWAYS, number.when in {When.NEXT, When.NEVER}


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
    return number_at(line) or (Number(line, (), when=When.NEVER) if names_annex(line) else None, line)


def explicit_line(line: str, *, is_number: bool) -> str:
    """The line in which somebody says that what it begins with is a number, "[§ 4] …", or text, "[§] …".

    What follows an annex is numbered below it: its line becomes a heading.
    """
    if is_number and names_annex(line):
        return f"# {line.strip()}"
    number, rest = number_at(line) or (None, line)
    return f"[§ {number.written}] {rest}" if is_number and number else f"[§] {line.lstrip()}"
