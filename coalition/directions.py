"""The direction of languages, and numbers inside right-to-left text that must not be torn: "3(a)" is drawn "(a)3" without isolation.

Pages isolate with `<bdi>`; letters, feeds and sentences with the marks U+2066 and U+2069, because readers of feeds remove `<bdi>`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_BRACKETED = r"\((?:[^\W\d_]{1,5}|\d{1,3})\)"
# "3(a)", "4.2(b)(iii)", "(a)(i)"; 2013-02-17; "A/HRC/25/L.1"; "+7 727 250-00-00".
_TORN = re.compile(
    rf"(?<![\w(])\d[\d.]*(?:bis|ter|quater|[a-z])?(?:\s?{_BRACKETED})+"
    rf"|(?<![\w(]){_BRACKETED}(?:{_BRACKETED})+"
    r"|(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])"
    r"|(?<![\w/.])[A-Za-z]+(?:[/.-][A-Za-z]*\d*(?:\.\d+)*)+(?<![./-])"
    r"|(?<!\w)\+\d[\d ()-]{5,20}\d"
)
_ISOLATE_EITHER = "\N{FIRST STRONG ISOLATE}"
_ISOLATE, _END = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


class Ordered(str):
    """A number, a code or an address inside a sentence; it keeps its own order in every language."""

    __slots__ = ()

    def within(self, language: str) -> str:
        """Return it as it stands in a sentence of a language."""
        if direction(language) == "ltr" or direction_of_number(self, language) == "rtl":
            return str(self)
        return f"{_ISOLATE}{self}{_END}"


def direction(language: str) -> str:
    """Return `rtl` or `ltr` for a language tag."""
    return "rtl" if language.split("-", maxsplit=1)[0].lower() in _RIGHT_TO_LEFT else "ltr"


def isolated(text: str) -> str:
    """Return a text of unknown direction as it stands in a sentence or a list, which it does not disturb."""
    return f"{_ISOLATE_EITHER}{text}{_END}"


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
    for match in _TORN.finditer(text) if direction(language) == "rtl" else ():
        if direction_of_number(match[0], language) == "ltr":
            if match.start() > end:
                yield text[end : match.start()], False
            yield match[0], True
            end = match.end()
    if text[end:] or not end:
        yield text[end:], False


def ordered(text: str, language: str) -> str:
    """Return a plain text, for letters and feeds, whose numbers keep their order."""
    return "".join(f"{_ISOLATE}{piece}{_END}" if isolate else piece for piece, isolate in pieces(text, language))
