"""Characters that nobody sees in a text: the one rule that says which are cleaned, which stay, and which are refused.

| characters | what becomes of them |
|---|---|
| line ends of all systems, the line break of word processors | a line feed |
| page break, paragraph separator | an empty line |
| spaces of every kind, non-breaking ones too | a plain space |
| direction marks, embeddings, overrides, isolates | removed: pages and letters set the direction themselves |
| soft hyphens, byte order marks, zero-width spaces, joiners, fillers, variation selectors | removed |
| joiners between letters that join or stack, as in Persian; selectors after Mongolian and Chinese letters | stay: they change what is read |
| control characters, tags, annotations, code points that are no characters | refused, with line and place |
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from coalition.directions import Ordered

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0100-\U000e01ef"
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000"
_NO_CHARACTERS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_REFUSED = re.compile(
    f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\U000e0000-\U000e007f{_NO_CHARACTERS}]",
)
_LINE_ENDS = re.compile("\r\n|[\r\u0085]")
_OTHER_ENDS = "\r\u0085\u000b\u000c\u2028\u2029"
_BREAKS = {"\u000b": "\n", "\u2028": "\n", "\u000c": "\n\n", "\u2029": "\n\n"}
_UNSEEN = re.compile(f"[\u000b\u000c\u2028\u2029{_SPACES}\u00ad{_DIRECTION}{_INVISIBLE}]")
_NOTHING = re.compile(f"[\u00ad{_DIRECTION}{_INVISIBLE}]")
_SPACE = re.compile(f"[{_SPACES}]")
_MARK = re.compile(f"[{_DIRECTION}]")

_JOINERS = "\u200c\u200d"
_NON_JOINER = "\u200c"
_HEH = "\u0647"  # the sign of the Hijri year is written with a joiner after it
_SELECTORS = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_SELECTED = {"MONGOLIAN", "CJK"}
# First words of the names of letters that never join or stack, so that a joiner beside them shows nothing.
_APART = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "COMBINING", "MODIFIER", "FULLWIDTH", "MATHEMATICAL", "CJK", "HANGUL", "HIRAGANA"}


class Unseen(StrEnum):
    """The kinds of characters that are cleaned."""

    BREAK = "break"
    SPACE = "space"
    SOFT_HYPHEN = "soft_hyphen"
    DIRECTION_MARK = "direction_mark"
    ZERO_WIDTH = "zero_width"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How many characters of a kind were cleaned, and on which lines of the text they stood (from 1), each line once."""

    kind: Unseen
    count: int
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a character stands: its line and its place in the line (from 1)."""

    character: str
    line: int
    column: int

    @property
    def code(self) -> Ordered:
        """The code point: U+0007."""
        return Ordered(f"U+{ord(self.character):04X}")


def clean(text: str) -> tuple[str, tuple[Cleaned, ...]]:
    """Return a text in NFC with plain spaces and line feeds and without characters that nobody sees, and what was cleaned.

    Line ends are not counted, because browsers send other ones than people type.
    """
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    if not _UNSEEN.search(text):
        return text, ()
    pieces: list[str] = []
    lines: defaultdict[Unseen, list[int]] = defaultdict(list)
    end, line = 0, 1
    for match in _UNSEEN.finditer(text):
        before = text[end : match.start()]
        line += before.count("\n")
        pieces.append(before)
        end = match.end()
        before = next((piece for piece in reversed(pieces) if piece), "")
        put = _replacement(match[0], before[-1:], visible(text[end : end + 1]))
        if put != match[0]:
            lines[_kind(match[0])].append(line)
        line += put.count("\n")
        pieces.append(put)
    pieces.append(text[end:])
    counted = tuple(Cleaned(kind, len(lines[kind]), tuple(dict.fromkeys(lines[kind]))) for kind in Unseen if kind in lines)
    return unicodedata.normalize("NFC", "".join(pieces)), counted


def refused(text: str) -> Iterator[Place]:
    """Yield the characters that no text may hold, in order."""
    return _places(_REFUSED, text)


def direction_marks(text: str) -> Iterator[Place]:
    """Yield the characters that turn the direction of a text, in order."""
    return _places(_MARK, text)


def visible(text: str) -> str:
    """Return a text without all characters that nobody sees, for comparing; joiners that would stay are removed too."""
    return _NOTHING.sub("", text)


def with_line_feeds(text: str) -> str:
    """Return a text whose lines end with line feeds, whatever ended them before."""
    if not any(end in text for end in _OTHER_ENDS):  # much faster than looking for all of them at once
        return text
    text = _LINE_ENDS.sub("\n", text)
    return re.sub("[\u000b\u000c\u2028\u2029]", lambda match: _BREAKS[match[0]], text)


def _places(pattern: re.Pattern[str], text: str) -> Iterator[Place]:
    line, begin = 1, 0
    for match in pattern.finditer(text):
        line += text.count("\n", begin, match.start())
        begin = match.start()
        yield Place(match[0], line, begin - (text.rfind("\n", 0, begin) + 1) + 1)


def _replacement(character: str, before: str, after: str) -> str:
    if character in _BREAKS:
        return _BREAKS[character]
    if _SPACE.match(character):
        return " "
    return character if _is_read(character, before, after) else ""


def _is_read(character: str, before: str, after: str) -> bool:
    """Whether an invisible character changes the letters around it, so that readers see it."""
    if character in _JOINERS and _joins(before):
        return _joins(after) or (character != _NON_JOINER and before == _HEH)
    return bool(_SELECTORS.match(character)) and _script(before) in _SELECTED


def _joins(letter: str) -> bool:
    return bool(letter) and unicodedata.category(letter)[0] in "LM" and _script(letter) not in _APART


def _script(letter: str) -> str:
    """The first word of the name of a letter, which is its script."""
    return unicodedata.name(letter, "").partition(" ")[0].partition("-")[0] if letter else ""


def _kind(character: str) -> Unseen:
    if character in _BREAKS:
        return Unseen.BREAK
    if _SPACE.match(character):
        return Unseen.SPACE
    if character == "\u00ad":
        return Unseen.SOFT_HYPHEN
    return Unseen.DIRECTION_MARK if _MARK.match(character) else Unseen.ZERO_WIDTH
