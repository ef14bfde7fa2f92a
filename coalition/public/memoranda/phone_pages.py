"""What fits on a page that is read on a phone: of a list beside something else, or of a long one, the others follow on a page of their own.

On wider screens and on paper a page has all its lines. Heights are estimated, as the server does not know the letters of a reader's phone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts.status_lines import place_in
from coalition.acts.status_pages import written
from coalition.published.list_heights import Run, fitting, height_of_other
from coalition.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from coalition.acts.footnotes import Mark
    from coalition.acts.status import Status
    from coalition.acts.status_lines import StatusLine
    from coalition.search.match_marks import Words

# Pixels on a screen that is 360 wide.
A_PAGE = 5200  # of lines, on the page of a list
BESIDE_TEXT = 2600  # of lines, below a text
EARLIER = 600  # of the parties to earlier editions, there
A_PART = 1000  # of another list on the same page
STATEMENTS = 1200
DESCRIBED = 20  # descriptions in place of names, of each part of a list
FEW = 2  # statements and notifications below a text
SUMS = 900  # of the sums between two days
TWO_DAYS = 150  # of what every page of two days says of them


_NAME, _SMALL, _CELLS, _NOTE = Run(30, 25), Run(42, 23), Run(36, 24), Run(37, 26, 10)
CAPTION, _RULE, _LETTER = 110, 24, 50


class PhonePage(Struct, frozen=True):
    """The part of a page of lines that a phone shows.

    `first` and `last` are the numbers of its lines in the list. `lines` (address names), `notes` (numbers) and `descriptions` (of the
    signatures, of the supports) are those beyond it, and of descriptions all but the first `described`. `next` is the place of its last line
    if lines follow on the page, else empty; `follows` says that lines of the page come before it.
    """

    first: int = 0
    last: int = 0
    lines: frozenset[str] = frozenset()
    notes: frozenset[int] = frozenset()
    descriptions: tuple[bool, bool] = (False, False)
    next: str = ""
    follows: bool = False
    described: int = DESCRIBED

    @property
    def is_part(self) -> bool:
        """Whether the page has lines that a phone does not show."""
        return bool(self.lines)


def on_phones(status: Status, language: str, room: int, line: str = "", words: Words | None = None) -> PhonePage:
    """Return which lines of a page a phone shows: from its first line or, where that of an organisation (`line`) is further down, from it."""
    room -= sum(_NAME.height(act.description) + 3 * _SMALL.row + _RULE for part in status.parts for act in part.described[:DESCRIBED])
    heights = _heights(status, language, words)
    begin, end = 0, fitting(heights, room)
    at = next((number for number, each in enumerate(status.lines) if each.organisation.slug == line), 0) if line else 0
    if at >= end:
        begin, end = at, at + fitting(heights[at:], room)
    return _part(status, begin, end, language)


def earlier_on_phones(status: Status, language: str, room: int, words: Words | None = None) -> PhonePage:
    """Return which parties to earlier editions a phone shows."""
    end = fitting([_height(line, language, words) for line in status.earlier], room)
    following = written(place_in(status.earlier[end - 1], language)) if end < len(status.earlier) else ""
    return PhonePage(1, end, _slugs(status.earlier[end:]), next=following)


def height_of_name(line: StatusLine) -> int:
    """Return the height of a line of which a table shows the name and a few words only."""
    return _NAME.height(line.then.primary.name) + _CELLS.row + _RULE


def height_of_statement(names: Sequence[str], texts: Iterable[str], remarks: Iterable[str]) -> int:
    """Return the height of a statement in a list: the names of its party, its words and their translation, and what is said below it."""
    own, *others = names
    above = 3 * _SMALL.row + _RULE + _NAME.height(own) + _SMALL.height(" · ".join(filter(None, others)))
    return above + sum(map(_NOTE.height, (*texts, *remarks))) + 4 * _NOTE.row


def _part(status: Status, begin: int, end: int, language: str) -> PhonePage:
    shown, others = status.lines[begin:end], [*status.lines[:begin], *status.lines[end:]]
    marks = status.footnotes.marks
    notes = _numbers(marks) - _numbers(marks[begin:end])
    following = status.lines[end:]
    before = status.page.first - 1 if status.page else 0
    place = written(place_in(shown[-1], language)) if following else ""
    descriptions = _follows(shown, following, others, supports=False), _follows(shown, following, others, supports=True)
    return PhonePage(before + begin + 1, before + end, _slugs(others), notes, descriptions, place, follows=begin > 0)


def _follows(shown: Sequence[StatusLine], following: Sequence[StatusLine], others: Sequence[StatusLine], *, supports: bool) -> bool:
    """Return whether the end of a part, where its descriptions stand, is not among the lines that are shown."""
    goes_on = any(line.supports <= supports for line in following)
    return goes_on or (any(line.supports is supports for line in others) and not any(line.supports is supports for line in shown))


def _heights(status: Status, language: str, words: Words | None) -> Sequence[int]:
    """Return the height of each line with the footnotes that begin with it and, in a long list, its letter."""
    texts = [" ".join(sentence.text(language) for sentence in note) for note in status.footnotes.texts]
    letters = [line.letter(language) for line in status.lines] if status.page and status.page.is_part else []
    begins = [at for at, letter in enumerate(letters) if not at or letter != letters[at - 1]]
    return [
        _height(line, language, words) + sum(_NOTE.height(texts[mark.number - 1]) for mark in marks if mark.first) + (_LETTER if at in begins else 0)
        for at, (line, marks) in enumerate(zip(status.lines, status.footnotes.marks, strict=True))
    ]


def _height(line: StatusLine, language: str, words: Words | None) -> int:
    other = height_of_other(line.organisation, line.then.shown_names(language), words) if words else 0
    return _height_of_names(line, language) + other


@remembered
def _height_of_names(line: StatusLine, language: str) -> int:
    cells = line.cells(language)
    remarks = " · ".join(remark.text(language) for remark in line.remarks)
    small = (
        f"{cells.second} · {cells.short_name}" if cells.second or cells.short_name else "",
        remarks,
        cells.representative and f"{cells.representative} {' ' * 18}",
    )
    rest = " · ".join(filter(None, (cells.country, cells.act, cells.date, cells.later_date)))
    return _RULE + _NAME.height(cells.name) + sum(map(_SMALL.height, small)) + _CELLS.height(rest)


def _numbers(marks: Iterable[Collection[Mark]]) -> frozenset[int]:
    return frozenset(mark.number for of_line in marks for mark in of_line)


def _slugs(lines: Iterable[StatusLine]) -> frozenset[str]:
    return frozenset(line.organisation.slug for line in lines)
