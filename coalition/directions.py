"""The direction of languages, and numbers inside right-to-left text that must not be torn: "3(a)" is drawn "(a)3" without isolation.

Pages isolate with `<bdi>` (`pieces`); letters, feeds and sentences with marks (`ordered`, `isolated`), because readers of feeds remove
`<bdi>`: U+2066 and U+2069 around numbers and lines, U+2068 around cells of a table that run the other way.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_BRACKETED = r"\((?:[^\W\d_]{1,5}|\d{1,3})\)"
# "3(a)", "4.2(b)(iii)", "(a)(i)"; 2013-02-17; "A/HRC/25/L.1", "YQMGT-8W6A2"; "+7 727 250-00-00"; "-5", "12 500", "+12 500.50".
ORDERED_NUMBER = (
    rf"(?<![\w(])\d[\d.]*(?:bis|ter|quater|[a-z])?(?:\s?{_BRACKETED})+"
    rf"|(?<![\w(]){_BRACKETED}(?:{_BRACKETED})+"
    r"|(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])"
    r"|(?<![\w/.])[A-Za-z]+(?:[/.-][A-Za-z\d]*)+(?<![./-])"
    r"|(?<!\w)\+\d[\d ()-]{5,20}\d"
    r"|(?<![\w)\]}+\u2212-])[+\u2212-]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?(?![\w.-])"
    r"|(?<![\w)\]}+\u2212-])[+\u2212-]\d+(?:[.,]\d+)*(?![\w-])"
)
_TORN = re.compile(ORDERED_NUMBER)
_ISOLATE, _END = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_FIRST_STRONG, _RIGHT_TO_LEFT_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{RIGHT-TO-LEFT ISOLATE}"
# A link, a mail address, or what is isolated already: it stays as it is.
_WHOLE_OR_TORN = re.compile(rf"(?P<whole>{_ISOLATE}[^{_END}]*{_END}|(?<!\S)\S*(?:://|@)\S*)|{ORDERED_NUMBER}")
_ISOLATES = _ISOLATE + _FIRST_STRONG + _RIGHT_TO_LEFT_ISOLATE
_BROKEN = re.compile(rf"(?P<ends>{_END}+)\n(?P<begins>[{_ISOLATES}]+)")
_BETWEEN_CELLS = " | "
_LONGEST_WHOLE = 24


class Ordered(str):
    """A number, a code or an address inside a sentence; it keeps its own order in every language."""

    __slots__ = ()

    def within(self, language: str) -> str:
        """Return it as it stands in a sentence of a language."""
        if direction(language) == "ltr" or direction_of_number(self, language) == "rtl":
            return str(self)
        return f"{_ISOLATE}{self}{_END}"


class PersonName(str):
    """The name of a person inside a sentence, in any language."""

    __slots__ = ()

    def within(self, language: str) -> str:
        """Return it as it stands in a sentence of a language."""
        return in_sentence(str(self), language)


def direction(language: str) -> str:
    """Return `rtl` or `ltr` for a language tag."""
    return "rtl" if language.split("-", maxsplit=1)[0].lower() in _RIGHT_TO_LEFT else "ltr"


def in_sentence(text: str, language: str) -> str:
    """Return a text of unknown language as it stands in one of a language: isolated line by line if it has letters of the other direction."""
    others = {"L"} if direction(language) == "rtl" else {"R", "AL"}
    if not any(unicodedata.bidirectional(character) in others for character in text):
        return text
    return "\n".join(isolated_value(line) if line else "" for line in text.split("\n"))


def isolated_value(text: str) -> str:
    """Return a text of unknown direction as it stands in a sentence or a list, which it does not disturb."""
    return f"{_FIRST_STRONG}{text}{_END}"


def isolated_by_line(text: str) -> str:
    """Return a wrapped text whose isolates end with each line and begin again with the next: mail programs order each line by itself."""
    lines, opened = [], ""
    for wrapped_line in text.split("\n"):
        line, still_open = opened + wrapped_line, list[str]()
        for character in line:
            if character in _ISOLATES:
                still_open.append(character)
            elif character == _END and still_open:
                still_open.pop()
        opened = "".join(still_open)
        lines.append(line + _END * len(still_open))
    return "\n".join(lines)


def lines_joined(text: str) -> str:
    """Return a text that `isolated_by_line` returned on one line, with the isolates that it had before."""
    return _BROKEN.sub(_rejoined, text).replace("\n", " ")


def _rejoined(match: re.Match[str]) -> str:
    both = min(len(match["ends"]), len(match["begins"]))
    return f"{match['ends'][both:]} {match['begins'][both:]}"


def direction_of_number(number: str, language: str) -> str:
    """Return the direction of a number in a text: that of its letters, else that of the text, so that Arabic "1." has its stop on the left."""
    kinds = {unicodedata.bidirectional(character) for character in number}
    if kinds & {"R", "AL"}:
        return "rtl"
    if "L" in kinds or (direction(language) == "rtl" and _TORN.fullmatch(number)):
        return "ltr"
    return direction(language)


def pieces(text: str, language: str) -> Iterator[tuple[str, bool]]:
    """Yield a text in pieces, each with whether it has to be isolated from left to right; all of a left-to-right text is one piece."""
    end = 0
    for match in _WHOLE_OR_TORN.finditer(text) if direction(language) == "rtl" else ():
        if not match["whole"] and direction_of_number(match[0], language) == "ltr":
            if match.start() > end:
                yield text[end : match.start()], False
            yield match[0], True
            end = match.end()
    if text[end:] or not end:
        yield text[end:], False


def stays_whole(number: str) -> bool:
    """Whether an isolated number is short enough to stay on one line, with the full stop or bracket beside it."""
    return len(number) <= _LONGEST_WHOLE


def ordered(text: str, language: str) -> str:
    """Return a plain text, for letters and feeds, whose numbers keep their order, and whose rows of tables ("a | b") keep that of their cells."""
    if _BETWEEN_CELLS not in text and direction(language) == "ltr":
        return text  # as most letters: no number is torn, and no cell turns
    return "\n".join(_BETWEEN_CELLS.join(_cells(line, language)) for line in text.split("\n"))


def isolated(text: str, text_language: str, page_language: str) -> str:
    """Return a plain text of one language inside one of another: ordered, and each line isolated if the two run in different directions."""
    way = direction(text_language)
    if way == direction(page_language):
        return ordered(text, text_language)
    isolate = _RIGHT_TO_LEFT_ISOLATE if way == "rtl" else _ISOLATE
    return "\n".join(f"{isolate}{line}{_END}" if line else "" for line in ordered(text, text_language).split("\n"))


def _cells(line: str, language: str) -> Iterator[str]:
    """Yield the cells of a row, or a line that is no row; isolated if they run in the other direction than the language.

    A line with isolates was ordered before: a letter is ordered as a whole once more.
    """
    is_ordered = any(isolate in line for isolate in _ISOLATES)
    cells = [line] if is_ordered else line.split(_BETWEEN_CELLS)
    for cell in cells:
        text = "".join(f"{_ISOLATE}{piece}{_END}" if isolate else piece for piece, isolate in pieces(cell, language))
        way = next((kind for kind in map(unicodedata.bidirectional, cell) if kind in {"L", "R", "AL"}), "")
        turns = len(cells) > 1 and way and (way == "L") == (direction(language) == "rtl")
        yield f"{_FIRST_STRONG}{text}{_END}" if turns else text
