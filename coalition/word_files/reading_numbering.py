"""The numbers that a word processor prints before paragraphs, computed from the definitions of the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from coalition.characters import clean
from coalition.text.numbers import number_at
from coalition.word_files.reading_number_formats import written
from coalition.word_files.reading_packages import W, child, is_on, number_in, value

if TYPE_CHECKING:
    from coalition.word_files.reading_packages import Element
    from coalition.word_files.reading_styles import Styles

_LEVELS = 9
_PLACE = re.compile("%([1-9])")
_FOLLOWED = 10  # links between definitions, at most
_LARGEST_START = 32_767
_NO_NUMBER = {"", "none", "bullet"}


class Level(Struct, frozen=True):
    """One level of a list, as the file defines it."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None  # after a number of which level it begins anew: None for every higher one, 0 for none
    is_legal: bool = False  # all numbers of the label in digits
    style: str = ""
    is_hidden: bool = False
    is_picture: bool = False
    language: str = ""
    indent: Element | None = None


class _List(Struct):
    """A list as paragraphs name it by its number; `start` are the numbers at which its levels begin anew, by level."""

    definition: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Place(Struct, frozen=True):
    """Where a paragraph stands in a list: the number of the list, the id of the definition that counts, and the level from 0."""

    list: str
    definition: str
    level: int
    indent: int | None = None


class Label(Struct, frozen=True):
    """What is printed before a paragraph: `text`; `is_bullet` for the sign of a list, `is_constant` for words that count nothing.

    `unknown` names a number format that is written in digits here.
    """

    text: str
    is_bullet: bool = False
    is_constant: bool = False
    unknown: str = ""


class Numbering(Struct):
    """The lists of a file, and how far each has counted."""

    styles: Styles
    lists: dict[str, _List] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: Element | None, styles: Styles) -> Numbering:
        """Read the part with the lists; a file without one has none."""
        numbering = cls(styles)
        if root is None:
            return numbering
        definitions = {value(each, "abstractNumId"): each for each in root.findall(f"{W}abstractNum")}
        numbers = {value(each, "numId"): each for each in root.findall(f"{W}num")}
        for identifier, number in numbers.items():
            numbering.lists[identifier] = _list_of(number, definitions, numbers, styles)
        return numbering

    def place_of(self, properties: Element | None) -> Place | None:
        """Return where a paragraph stands in a list: by its own word, else by its style and those the style is based on."""
        own = child(properties, "numPr")
        style = self.styles.paragraph_style(properties)
        identifier, level = value(child(own, "numId")), number_in(value(child(own, "ilvl")))
        if not identifier:
            identifier, styled = self._of_style(style)
            level = styled if level is None else level
        numbered = self.lists.get(identifier)
        if numbered is None or identifier == "0":
            return None
        depth = min(max(level or 0, 0), _LEVELS - 1)
        return Place(identifier, numbered.definition, depth, self._indent(properties, numbered.levels.get(depth)))

    def _of_style(self, style: str) -> tuple[str, int | None]:
        """Return the list and the level of a style: the level whose definition names the style, else the one the style names."""
        chain = list(self.styles.chain("paragraph", style))
        identifier = next((each for link in chain if (each := value(child(link.paragraph, "numPr", "numId")))), "")
        levels = self.lists[identifier].levels if identifier in self.lists else {}
        by_definition = (at for link in chain for at, level in levels.items() if level.style == link.id)
        by_style = (depth for link in chain if (depth := number_in(value(child(link.paragraph, "numPr", "ilvl")))) is not None)
        return identifier, next(by_definition, next(by_style, None))

    def _indent(self, properties: Element | None, level: Level | None) -> int | None:
        """Return how far from the margin the number stands: what the paragraph does not say, the level of its list says, else its style."""
        own, styled = child(properties, "ind"), self.styles.property_of(properties, "ind")
        sources = (own, level.indent if level else None, styled)
        left = next((each for source in sources if (each := _measure(source, "left", "start")) is not None), None)
        if left is None:
            return None
        hanging = next((each for source in sources if (each := _measure(source, "hanging")) is not None), 0)
        first = next((each for source in sources if (each := _measure(source, "firstLine")) is not None), 0)
        return left - hanging if hanging else left + first

    def next_label(self, place: Place) -> Label:
        """Count one more paragraph at a place, and return what is printed before it."""
        numbered = self.lists[place.list]
        level = numbered.levels.get(place.level)
        if level is None:
            return Label("")
        counts = self._count(place, numbered)
        if level.is_picture or level.format == "bullet":
            return Label(level.text, is_bullet=True) if level.is_picture or level.text.strip() else Label("")
        if level.is_hidden:
            return Label("")
        return self._label(level, numbered, counts)

    def _count(self, place: Place, numbered: _List) -> list[int | None]:
        counts = self.counts.setdefault(numbered.definition, [None] * _LEVELS)
        at = place.level
        begins = at in numbered.starts and (place.list, at) not in self.begun
        self.begun.add((place.list, at))
        latest = counts[at]
        counts[at] = _start(numbered, at) if begins or latest is None else latest + 1
        for higher in range(at):
            if counts[higher] is None:
                counts[higher] = _start(numbered, higher)
        for deeper in range(at + 1, _LEVELS):
            restart = numbered.levels[deeper].restart if deeper in numbered.levels else None
            if restart is None or at < restart:
                counts[deeper] = None
        return counts

    def _label(self, level: Level, numbered: _List, counts: list[int | None]) -> Label:
        unknown = ""

        def number(match: re.Match[str]) -> str:
            nonlocal unknown
            at = int(match[1]) - 1
            other, count = numbered.levels.get(at), counts[at]
            if other is None or count is None:
                return ""
            number_format = "decimal" if level.is_legal and other.format not in _NO_NUMBER else other.format
            text = written(count, number_format, other.language or self.styles.language())
            unknown = unknown if text is not None else number_format
            return str(count) if text is None else text

        text, _ = clean(_PLACE.sub(number, level.text))
        counted = any(numbered.levels[at].format not in _NO_NUMBER for at in _places(level.text) if at in numbered.levels)
        text = " ".join(text.split())
        return Label(text, is_constant=not counted and not _is_number(text), unknown=unknown)


def _is_number(text: str) -> bool:
    """Whether words that count nothing are a number all the same: somebody wrote it into a list of its own."""
    if any(map(str.isdigit, text)):
        return True
    number, rest = number_at(f"{text} A") or (None, "")
    return number is not None and number.written == text and rest == "A"


def _measure(indent: Element | None, *names: str) -> int | None:
    return next((number for name in names if (number := number_in(value(indent, name))) is not None), None)


def _places(text: str) -> list[int]:
    return [int(digit) - 1 for digit in _PLACE.findall(text)]


def _start(numbered: _List, at: int) -> int:
    return numbered.starts.get(at, numbered.levels[at].start if at in numbered.levels else 1)


def _list_of(number: Element, definitions: dict[str, Element], numbers: dict[str, Element], styles: Styles) -> _List:
    """Read a list: its definition, or the one that a style of lists leads to, and the levels that it changes itself."""
    identifier = value(child(number, "abstractNumId"))
    for _ in range(_FOLLOWED):
        definition = definitions.get(identifier)
        link = value(child(definition, "numStyleLink"))
        if not link:
            break
        style = styles.by_kind.get("numbering", {}).get(link)
        target = value(child(style.paragraph if style else None, "numPr", "numId"))
        styled = [each for each, other in definitions.items() if value(child(other, "styleLink")) == link]
        identifier = value(child(numbers.get(target), "abstractNumId")) or next(iter(styled), "")
    levels, starts = _levels(definitions.get(identifier)), dict[int, int]()
    for override in number.findall(f"{W}lvlOverride"):
        at = number_in(value(override, "ilvl"), 0) or 0
        levels |= _levels(override)
        start = number_in(value(child(override, "startOverride")))
        if start is not None:
            starts[at] = min(max(start, 0), _LARGEST_START)
    return _List(identifier, levels, starts)


def _levels(element: Element | None) -> dict[int, Level]:
    levels = [] if element is None else element.findall(f"{W}lvl")
    return {at: _level(each) for each in levels if (at := number_in(value(each, "ilvl"), 0)) is not None and 0 <= at < _LEVELS}


def _level(element: Element) -> Level:
    words = child(element, "rPr")
    restart, text = child(element, "lvlRestart"), child(element, "lvlText")
    level = Level(
        format=_format(element),
        text="" if value(text, "null") in {"1", "true", "on"} else value(text),
        restart=None if restart is None else number_in(value(restart)),
        is_legal=is_on(child(element, "isLgl")),
        style=value(child(element, "pStyle")),
        is_hidden=is_on(child(words, "vanish")),
        is_picture=child(element, "lvlPicBulletId") is not None,
        language=value(child(words, "lang")).partition("-")[0].lower(),
        indent=child(element, "pPr", "ind"),
    )
    start = number_in(value(child(element, "start")), None)
    return replace(level, start=min(max(start, 0), _LARGEST_START)) if start is not None else level


def _format(element: Element) -> str:
    """Return the number format of a level; newer formats stand beside a usual one for older programs ("001, 002, …")."""
    formats = list(element.iter(f"{W}numFmt"))
    custom = next((value(each, "format").partition(",")[0].strip() for each in formats if value(each) == "custom"), "")
    if custom.isdecimal():
        return custom
    named = [value(each) for each in formats if value(each) != "custom"]
    return named[0] if named else "decimal"
