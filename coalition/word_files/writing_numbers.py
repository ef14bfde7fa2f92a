"""The numbers of provisions as lists of a Word file, so that the file itself counts to each number exactly as it is written.

A number is placed in a list only if the list then prints it; else another list begins. So what is printed is what is cited.
"""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.text.numbers import roman_numeral, roman_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

DEEPEST = 8  # of the levels of a list, from 0
_GREATEST = 9999
_RECENT = 8  # lists of a level that may go on
# Letters on which Word and LibreOffice agree, but for the first one in Arabic, which has a hamza only in Word: no "ё" and "й", no "ه".
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщ"
_ABJAD = "أبجد وزحطيكلمنسعفصقرشت"
_ALPHABETIC = "أبتثجحخدذرزسشصضطظعغفقكلمن"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_LETTERS = {
    "lowerLetter": _LATIN,
    "upperLetter": _LATIN.upper(),
    "russianLower": _RUSSIAN,
    "russianUpper": _RUSSIAN.upper(),
    "arabicAbjad": _ABJAD,
    "arabicAlpha": _ALPHABETIC,
}
_USUAL_NUMERALS = {"i", "v", "x", "I", "V", "X"}  # a single "c" is a letter
_COUNTED = re.compile(r"[0-9]+|[^\W\d_]+")
PLACE = re.compile(r"%([1-9])")

Expected = tuple[str, str]  # the number in the new text and in the old one, "" where it has none
Counters = tuple[int | None, ...]
_BOTH = (0, 1)


class Level(Struct, frozen=True):
    """How a level of a list prints its number: "%2" stands for the counter of the second level."""

    pattern: str
    format: str
    start: int


class NumberedList(Struct):
    """A list: its levels, and its counters in the new text and in the old one."""

    id: int
    levels: dict[int, Level] = field(default_factory=dict)
    counters: list[Counters] = field(default_factory=lambda: [(None,) * (DEEPEST + 1)] * 2)

    def printed(self, level: int, state: int, definition: Level | None = None) -> tuple[str, Counters]:
        """What the level prints next, and the counters after it; "" if a counter that it prints was not used yet."""
        how = definition or self.levels[level]
        before = self.counters[state]
        present = before[level]
        after = (*before[:level], how.start if present is None else present + 1, *(None,) * (DEEPEST - level))
        values = {place: after[place - 1] for place in map(int, PLACE.findall(how.pattern))}
        if any(value is None for value in values.values()):
            return "", after
        formats = {place: (how if place == level + 1 else self.levels[place - 1]).format for place in values}
        return PLACE.sub(lambda match: formatted(formats[int(match[1])], values[int(match[1])] or 0), how.pattern), after

    def fits(self, level: int, expected: Expected, definition: Level | None = None) -> bool:
        """Whether the level prints the number in each text that has it."""
        return all(self.printed(level, state, definition)[0] == expected[state] for state in _BOTH if expected[state])

    def count(self, level: int, expected: Expected) -> None:
        """Count a number that fits."""
        for state in _BOTH:
            if expected[state]:
                self.counters[state] = self.printed(level, state)[1]


_PRINTED: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": "{:02}".format,
    "lowerRoman": roman_numeral,
    "upperRoman": lambda value: roman_numeral(value).upper(),
}


def formatted(number_format: str, value: int) -> str:
    """A number as Word prints it in a format; a letter that programs disagree on is empty."""
    if letters := _LETTERS.get(number_format):
        return letters[value - 1].strip() if 0 < value <= len(letters) else ""
    return _PRINTED[number_format](value)


class Lists:
    """All lists of a file, in the order in which they begin."""

    def __init__(self) -> None:
        """Begin without a list."""
        self.lists: list[NumberedList] = []
        self._recent: list[deque[NumberedList]] = [deque(maxlen=_RECENT) for _ in range(DEEPEST + 1)]
        self._path: list[NumberedList | None] = [None] * (DEEPEST + 1)

    def place(self, level: int, expected: Expected, following: Expected = ("", "")) -> tuple[int, int]:
        """Count a number and return the ids of its lists in the new and in the old text; they differ where no list prints both numbers.

        `following` is the next number of this level, if the text has one below the same number.
        """
        chosen = self._going_on(level, expected, following)
        new, old = expected
        if chosen is None and new and old and new != old:
            return self.place(level, (new, ""), (following[0], ""))[0], self.place(level, ("", old), ("", following[1]))[1]
        chosen = chosen or self._begun(level, expected, following)
        chosen.count(level, expected)
        if chosen not in self._recent[level]:
            self._recent[level].appendleft(chosen)
        self._path[level:] = [chosen, *[None] * (DEEPEST - level)]
        return chosen.id, chosen.id

    def _going_on(self, level: int, expected: Expected, following: Expected) -> NumberedList | None:
        """The list that goes on with a number: that of the number above it, or a recent one of this level."""
        parent = next((above for above in reversed(self._path[:level]) if above), None)
        fitting = next((each for each in self._candidates(level, parent) if each.fits(level, expected)), None)
        if fitting is None and parent and level not in parent.levels:
            return _defined(parent, level, expected, following)
        return fitting

    def _begun(self, level: int, expected: Expected, following: Expected) -> NumberedList:
        """A new list; one whose number nothing counts prints the number as it is written."""
        begun = NumberedList(len(self.lists) + 1)
        self.lists.append(begun)
        if not _defined(begun, level, expected, following):
            begun.levels[level] = Level(expected[0] or expected[1], "decimal", 1)
        return begun

    def _candidates(self, level: int, parent: NumberedList | None) -> Iterator[NumberedList]:
        if parent and level in parent.levels:
            yield parent
        yield from (each for each in self._recent[level] if each is not parent)


def is_countable(number: str) -> bool:
    """Whether a list can print the number: a sign of percent before a digit would be a counter."""
    return not PLACE.search(number)


def _defined(numbered: NumberedList, level: int, expected: Expected, following: Expected) -> NumberedList | None:
    """Define the level of a list so that it prints the number, and the next one if it can; None if it cannot print the number."""
    fitting = [way for way in _ways(numbered, level, expected[0] or expected[1]) if numbered.fits(level, expected, way)]
    if not fitting:
        return None
    numbered.levels[level] = min(fitting, key=lambda way: (not _goes_on(numbered, level, way, expected, following), way.start != 1))
    return numbered


def _goes_on(numbered: NumberedList, level: int, way: Level, expected: Expected, following: Expected) -> bool:
    later = NumberedList(0, numbered.levels | {level: way}, list(numbered.counters))
    later.count(level, expected)
    return any(following) and later.fits(level, following)


def _ways(numbered: NumberedList, level: int, number: str) -> Iterator[Level]:
    """Yield the definitions that may print a number, the most usual first: the last part that counts, with the numbers above it as counters."""
    for match in reversed([*_COUNTED.finditer(number)]):
        for number_format, value in _values(match[0]):
            before, after = number[: match.start()], number[match.end() :]
            yield Level(f"{_with_counters(numbered, level, before)}%{level + 1}{after}", number_format, value)
            yield Level(f"{before}%{level + 1}{after}", number_format, value)


def _with_counters(numbered: NumberedList, level: int, before: str) -> str:
    """What stands before the counted part, with the counters of the levels above in place of their numbers: "3." becomes "%1."."""
    for above, match in zip(range(level - 1, -1, -1), reversed([*_COUNTED.finditer(before)]), strict=False):
        if match[0] not in _printed_above(numbered, above):
            break
        before = f"{before[: match.start()]}%{above + 1}{before[match.end() :]}"
    return before


def _printed_above(numbered: NumberedList, level: int) -> Sequence[str]:
    how = numbered.levels.get(level)
    values = {counters[level] for counters in numbered.counters}
    return [formatted(how.format, value) for value in values if value is not None] if how and "%" in how.pattern else []


def _values(text: str) -> Iterator[tuple[str, int]]:
    """Yield each format that prints a text, with its value."""
    if text.isdecimal():
        if int(text) <= _GREATEST:
            yield from ((each, int(text)) for each in ("decimal", "decimalZero") if formatted(each, int(text)) == text)
        return
    roman, letters = roman_value(text.lower()), [each for each in _LETTERS if len(text) == 1 and text in _LETTERS[each]]
    numerals = [(each, roman) for each in ("lowerRoman", "upperRoman") if roman and formatted(each, roman) == text]
    in_alphabets = [(each, _LETTERS[each].index(text) + 1) for each in letters]
    yield from numerals + in_alphabets if text in _USUAL_NUMERALS else in_alphabets + numerals


def expected_after(numbers: Sequence[tuple[int, Expected]]) -> Mapping[int, Expected]:
    """Return for the place of each number the next one of its level, before one of a higher level."""
    following: dict[int, Expected] = {}
    latest: list[int | None] = [None] * (DEEPEST + 1)
    for place, (level, expected) in enumerate(numbers):
        before = latest[level]
        if before is not None:
            following[before] = expected
        latest[level:] = [place, *[None] * (DEEPEST - level)]
    return following
