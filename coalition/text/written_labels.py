"""Labels of provisions as they stand in one text: "3(б)" or "٣(ب)", where the label for every language is "3(b)".

What a text writes in Latin letters and digits needs no other label. Where a number is written in words of several parts, such as
"المادة الثانية عشرة", the label for every language stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from coalition.directions import Ordered
from coalition.text.blocks import BlockKind
from coalition.text.numbers import LETTERS
from coalition.text.spelled_numbers import spelled_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coalition.text.blocks import Block

AUTHENTIC = ""  # stands for a language in which there is no text: the authentic text is read then
_MARKS = "\N{ARABIC FATHATAN}"
_PART = re.compile(rf"[\w{_MARKS}]+")
_LETTERS = re.compile(rf"(\d*)([{LETTERS}\u0640]{{1,3}})", re.IGNORECASE)


class WrittenNumber(Ordered):
    """The number of a provision inside a sentence: as the text in the language of the sentence writes it, else as the authentic text does."""

    __slots__ = ("written",)
    written: Mapping[str, str]

    def __new__(cls, number: str, written: Mapping[str, str]) -> Self:
        """Hold the number for every language, and those that texts write otherwise, by language."""
        made = super().__new__(cls, number)
        made.written = written
        return made

    def within(self, language: str) -> str:
        """Return it as it stands in a sentence of a language."""
        return Ordered(self.written.get(language) or self.written.get(AUTHENTIC) or str(self)).within(language)


def labels_as_written(provisions: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return by label how a text writes it; `provisions` are those of one text as (number, label), in order."""
    numbered = [*provisions]
    if all(number.isascii() for number, _ in numbered):  # Latin letters and digits are those of the labels
        return {label: label for _, label in numbered}
    written: dict[str, str] = {}
    for number, label in numbered:
        above = _above(label, written)
        written[label] = written.get(above, above) + _own(label[len(above) :], number)
    return written


def labels_in(blocks: Iterable[Block]) -> dict[str, str]:
    """Return by label how a text with these blocks writes it; headings and unnumbered paragraphs are counted in every language alike."""
    every, numbered = dict[str, str](), list[tuple[str, str]]()
    for block in blocks:
        every[block.label] = block.label
        if block.kind is BlockKind.PROVISION:
            numbered.append((block.number, block.label))
    return every | labels_as_written(numbered)


def _above(label: str, known: Mapping[str, str]) -> str:
    """Return the longest known label that a label begins with; else what stands before its number, such as "annex "."""
    ends = (match.start() for match in reversed(list(re.finditer(r"[.(]", label))))
    return next((label[:end] for end in ends if label[:end] in known), label[: label.rfind(" ") + 1])


def _own(label: str, number: str) -> str:
    """Return the last parts of a label as a number writes them; a part that it does not write stays as it is."""
    parts, written = list(_PART.finditer(label)), _PART.findall(number)
    for part, own in zip(reversed(parts), reversed(written), strict=False):
        label = label[: part.start()] + (own if _writes(own, part[0]) else part[0]) + label[part.end() :]
    return label


def _writes(own: str, part: str) -> bool:
    """Whether a word of a number means a part of a label, in letters or digits that are not Latin."""
    if own.isascii():
        return False
    if part.isdecimal():
        return own.isdecimal() and int(own) == int(part)
    if letters := _LETTERS.fullmatch(own):
        return _value(letters[1]) == _value("".join(filter(str.isdecimal, part)))
    return part.isupper() and bool(spelled_value(own))


def _value(digits: str) -> int:
    return int(digits or 0)
