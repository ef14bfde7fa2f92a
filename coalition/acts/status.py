"""The status table: who has signed as at a date, computed from acts and from today's disclosure levels."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from coalition.acts.disclosure_levels import LEVELS
from coalition.acts.footnotes import Footnotes, number_footnotes
from coalition.acts.histories import ActRow, History
from coalition.acts.status_lines import Predecessor, StatusLine, place_of
from coalition.acts.tables import ActKind
from coalition.acts.visible_histories import is_past, moment, visible_histories
from coalition.organisations.tables import SUCCEEDING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from coalition.acts.footnotes import Mark
    from coalition.organisations.views import OrganisationView
    from coalition.partial_dates import PartialDate


MOST_DESCRIBED = 100


class Counts(Struct, frozen=True):
    """Numbers with their rule.

    `signed` are the signatories, `acceded` the organisations that acceded; both together are the parties. `supported` are those that
    support without signing. All three are standing acts. `withdrawn` are the withdrawals in the list; `ad_referendum` are named
    signatures that wait for confirmation. Where the number of withheld names is given, the first three include them; where it is None,
    they count named organisations only. `names_withheld` are parties.
    """

    signed: int = 0
    acceded: int = 0
    supported: int = 0
    withdrawn: int = 0
    names_withheld: int | None = None
    supporters_withheld: int | None = None
    ad_referendum: int = 0

    @property
    def parties(self) -> int:
        """The organisations that are bound: the signatories, and those that acceded."""
        return self.signed + self.acceded


class Described(Struct, frozen=True):
    """A standing act shown by a description in place of the name; nothing else about it is public."""

    description: str
    supports: bool


class Part(NamedTuple):
    """One part of the table: its lines with their footnotes, and the given number of acts with neither a name nor a description."""

    supports: bool
    rows: Sequence[tuple[StatusLine, Sequence[Mark]]]
    described: Sequence[Described]
    withheld: int

    @property
    def listed(self) -> bool:
        """Whether it has any line."""
        return bool(self.rows or self.described or self.withheld)


class Page(Struct, frozen=True):
    """The numbers of the first and the last line shown, of `total`; and the place after which the next page begins, empty on the last page.

    Pages of a list that was narrowed have no numbers but `matches`, of which no more than 1,001 are counted, and the number of all lines,
    `among`. `follows` says that a page comes before this one.
    """

    first: int
    last: int
    total: int
    next: str = ""
    matches: int | None = None
    follows: bool = False
    among: int = 0

    @property
    def is_part(self) -> bool:
        """Whether there are lines on other pages."""
        return self.last - self.first + 1 < self.total


class Status(Struct, frozen=True, dict=True):
    """The status of a memorandum as at a day; `earlier` are the parties to superseded editions, which no number includes.

    It has all lines, or those of a page; the numbers are always those of the whole list. `ends` says whether the signatures, and whether
    the supports, end with these lines: the descriptions in place of names follow the last line of their part.
    """

    as_at: date
    lines: Sequence[StatusLine]
    counts: Counts
    described: Sequence[Described] = ()
    earlier: Sequence[StatusLine] = ()
    page: Page | None = None
    earlier_page: Page | None = None
    ends: tuple[bool, bool] = (True, True)

    @cached_property
    def footnotes(self) -> Footnotes:
        """The footnotes of the lines."""
        return number_footnotes(self.lines)

    @property
    def earlier_rows(self) -> Sequence[tuple[StatusLine, Sequence[Mark]]]:
        """The parties to earlier editions, whose lines have no footnotes."""
        return [(line, ()) for line in self.earlier]

    @cached_property
    def parts(self) -> Sequence[Part]:
        """The table in its two parts: those who signed, then those who support."""
        rows = list(zip(self.lines, self.footnotes.marks, strict=True))
        signed = sum(not line.supports for line in self.lines)
        return self._part(rows[:signed], supports=False), self._part(rows[signed:], supports=True)

    def _part(self, rows: Sequence[tuple[StatusLine, Sequence[Mark]]], *, supports: bool) -> Part:
        """Return a part; of many descriptions the first are shown, and the number of names withheld includes the others."""
        if not self.ends[supports]:
            return Part(supports, rows, (), 0)
        described = [act for act in self.described if act.supports is supports][:MOST_DESCRIBED]
        withheld = self.counts.supporters_withheld if supports else self.counts.names_withheld
        return Part(supports, rows, described, max((withheld or 0) - len(described), 0))


def status_as_at(  # noqa: PLR0913 -- acts, names, days, and what the memorandum says of them
    acts: Iterable[ActRow],
    organisations: Mapping[int, OrganisationView],
    as_at: date,
    *,
    today: date,
    number_until: date | None = None,
    superseded: Collection[str] = (),
    about: Collection[int] | None = None,
) -> Status:
    """Compute the status on a day from acts in the order they were recorded; `organisations` are the parties by id.

    With `about` it has the lines and numbers of some parties only; `acts` then include those of their predecessors.

    Today's levels decide who may know, also for a day of the past: a name that is hidden now is hidden in retrospect.
    An act of unknown date counts on every day; an act dated by month or year counts from the last day of that period.
    With `number_until` the number of the hidden acts of periods up to that day is given, and so are the descriptions in place of names.
    A hidden act counts from the last day of the period in which it was recorded, and nothing depends on it before that day is over.
    Acts on a digest of `superseded` editions are listed apart and not counted: if the number of withheld acts fell on the day
    on which an organisation signs again, it would name that organisation.
    """
    visible = visible_histories(acts, organisations, moment(as_at, today, number_until), superseded)
    lines, earlier_lines = sorted(visible.lines, key=place_of), sorted(visible.earlier, key=place_of)
    lines = _with_predecessors(lines, earlier_lines, lambda day: is_past(day, as_at, today))
    if about is not None:
        visible = visible.about(about)
        lines, earlier_lines = ([line for line in part if line.organisation.id in about] for part in (lines, earlier_lines))
    return Status(
        as_at=as_at,
        lines=lines,
        counts=_counted(visible.shown, visible.hidden, number_given=number_until is not None),
        described=_described(visible.hidden, today) if number_until else [],
        earlier=earlier_lines,
    )


def joined(parts: Sequence[Status]) -> Status:
    """Return one status out of those of some parties each, all as at the same day."""
    if len(parts) == 1:
        return parts[0]
    return Status(
        as_at=parts[0].as_at,
        lines=sorted((line for part in parts for line in part.lines), key=place_of),
        counts=sum_of([part.counts for part in parts]),
        described=_in_order(act for part in parts for act in part.described),
        earlier=sorted((line for part in parts for line in part.earlier), key=place_of),
    )


def sum_of(parts: Sequence[Counts]) -> Counts:
    """Return the numbers of several lists together; a number is given in all of them or in none."""
    numbers = {name: [getattr(part, name) for part in parts] for name in Counts.__struct_fields__}
    return Counts(**{name: sum(values) for name, values in numbers.items() if None not in values})


def _with_predecessors(lines: list[StatusLine], earlier: list[StatusLine], is_past: Callable[[PartialDate | None], bool]) -> list[StatusLine]:
    """Let each line name the organisations with a line of their own that its organisation had succeeded by then.

    Only lines that everybody reads are compared: an act of another organisation without its name changes nothing.
    """
    predecessors: dict[int, dict[int, Predecessor]] = defaultdict(dict)
    for line in (*earlier, *lines):
        for event in line.organisation.events:
            if event.kind in SUCCEEDING and event.other and is_past(event.happened):
                predecessors[event.other.id][line.organisation.id] = Predecessor(line.then, line.act, line.acted)
    succeeded = {number: tuple(by_id.values()) for number, by_id in predecessors.items()}
    return [replace(line, predecessors=succeeded[line.organisation.id]) if line.organisation.id in succeeded else line for line in lines]


def described_as_at(acts: Iterable[ActRow], today: date, number_until: date, superseded: Collection[str] = ()) -> list[Described]:
    """Return only the descriptions of `status_as_at` of today."""
    return _described(visible_histories(acts, {}, moment(today, today, number_until), superseded).hidden, today)


def _described(hidden: Iterable[History], today: date) -> list[Described]:
    return _in_order(Described(history.description, history.supports) for history in hidden if LEVELS[history.shown(today)].shows_description)


def _in_order(described: Iterable[Described]) -> list[Described]:
    return sorted(described, key=lambda act: (act.supports, act.description))


def _counted(shown: Sequence[History], hidden: Sequence[History], *, number_given: bool) -> Counts:
    standing = [history for history in shown if history.ended is None]
    supports = sum(history.supports for history in hidden)
    counted = [*standing, *hidden] if number_given else standing
    parties = [history for history in counted if history.binds]
    acceded = sum(history.accedes for history in parties)
    return Counts(
        signed=len(parties) - acceded,
        acceded=acceded,
        supported=sum(history.supports for history in counted),
        withdrawn=sum(history.ended is not None and history.ended.kind is ActKind.WITHDRAWAL for history in shown),
        names_withheld=len(hidden) - supports if number_given else None,
        supporters_withheld=supports if number_given else None,
        ad_referendum=sum(history.waits for history in standing),
    )
