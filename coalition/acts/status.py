"""The status table: who has signed as at a date, computed from acts and from today's disclosure levels."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from coalition.acts.disclosure_levels import LEVELS
from coalition.acts.footnotes import Footnotes, number_footnotes
from coalition.acts.histories import ActRow, History, foremost, histories_by_party, not_replaced
from coalition.acts.status_lines import StatusLine, line_of
from coalition.acts.tables import ActKind
from coalition.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from coalition.acts.footnotes import Mark
    from coalition.organisations.views import OrganisationView


class Counts(Struct, frozen=True):
    """Numbers with their rule.

    `signed` and `supported` are standing acts, including those with withheld names; `withdrawn` are the withdrawals in the list;
    `ad_referendum` are named signatures that wait for confirmation. `partial` says that no number includes withheld names (see
    decision 9).
    """

    signed: int = 0
    supported: int = 0
    withdrawn: int = 0
    names_withheld: int = 0
    supporters_withheld: int = 0
    ad_referendum: int = 0
    partial: bool = False


class Described(Struct, frozen=True):
    """A standing act shown by a description in place of the name; nothing else about it is public."""

    description: str
    supports: bool


class Part(NamedTuple):
    """One part of the table: its lines with their footnotes, and the number of acts with neither a name nor a description."""

    supports: bool
    rows: Sequence[tuple[StatusLine, Sequence[Mark]]]
    described: Sequence[Described]
    withheld: int


class Status(Struct, frozen=True, dict=True):
    """The status of a memorandum as at a day; `earlier` are the parties to superseded editions, which no number includes."""

    as_at: date
    lines: Sequence[StatusLine]
    counts: Counts
    described: Sequence[Described] = ()
    earlier: Sequence[StatusLine] = ()

    @cached_property
    def footnotes(self) -> Footnotes:
        """The footnotes of the lines."""
        return number_footnotes(self.lines)

    @property
    def earlier_rows(self) -> Sequence[tuple[StatusLine, Sequence[Mark]]]:
        """The parties to earlier editions, whose lines have no footnotes."""
        return [(line, ()) for line in self.earlier]

    @property
    def parts(self) -> Sequence[Part]:
        """The table in its two parts: those who signed, then those who support."""
        rows = list(zip(self.lines, self.footnotes.marks, strict=True))
        signed = sum(not line.supports for line in self.lines)
        signatures, supports = ([act for act in self.described if act.supports is kind] for kind in (False, True))
        return (
            Part(False, rows[:signed], signatures, self.counts.names_withheld - len(signatures)),  # noqa: FBT003
            Part(True, rows[signed:], supports, self.counts.supporters_withheld - len(supports)),  # noqa: FBT003
        )


def status_as_at(  # noqa: PLR0913 -- acts, names, days, and what the memorandum says of them
    acts: Iterable[ActRow],
    organisations: Mapping[int, OrganisationView],
    as_at: date,
    *,
    today: date,
    closed_pool: bool = False,
    superseded: Collection[str] = (),
) -> Status:
    """Compute the status on a day from acts in the order they were recorded; `organisations` are the parties by id.

    Today's levels decide who may know, also for a day of the past: a name that is hidden now is hidden in retrospect.
    An act of unknown date counts on every day; an act dated by month or year counts from the last day of that period.
    A withheld act counts in the past only from the end of its month, so that a day cannot single it out.
    If only organisations of a public list may sign (`closed_pool`), no number includes withheld acts.
    Acts on a digest of `superseded` editions are listed apart and not counted: if the number of withheld acts fell on the day
    on which an organisation signs again, it would name that organisation.
    """
    shown, hidden, earlier = _visible(acts, as_at, today, superseded)
    counted = [] if closed_pool else hidden
    described = [Described(history.description, history.supports) for history in counted if LEVELS[history.shown(today)].shows_description]
    return Status(
        as_at=as_at,
        lines=_lines(shown, organisations, today),
        counts=_counted(shown, counted, partial=closed_pool),
        described=sorted(described, key=lambda act: (act.supports, act.description)),
        earlier=_lines(earlier, organisations, today),
    )


def _lines(histories: Iterable[History], organisations: Mapping[int, OrganisationView], today: date) -> list[StatusLine]:
    lines = [line_of(history, organisations[history.root.party], today) for history in histories]
    return sorted(lines, key=lambda line: (line.supports, line.then.name_key, line.organisation.slug))


def counts_as_at(acts: Iterable[ActRow], as_at: date, *, today: date, closed_pool: bool = False, superseded: Collection[str] = ()) -> Counts:
    """Return only the numbers of `status_as_at`."""
    shown, hidden, _ = _visible(acts, as_at, today, superseded)
    return _counted(shown, [] if closed_pool else hidden, partial=closed_pool)


class _Visible(NamedTuple):
    """The histories of a status: named ones (one for each party), hidden ones that are counted, and named ones of earlier editions."""

    shown: list[History]
    hidden: list[History]
    earlier: list[History]


def _visible(acts: Iterable[ActRow], as_at: date, today: date, superseded: Collection[str]) -> _Visible:
    """Return the histories as they were on a day.

    A party that signed openly and later without its name has both: its old line must not vanish on the day on which the total rises.
    The line of an earlier edition stays while a new signature waits for its confirmation, and after one that lapsed or was annulled;
    a history in force is preferred to one that waits. On a day of the past, a withheld history that ended in the month of that day
    is still counted, also if its organisation acted openly since: otherwise the number would reveal the day of its end.
    """
    visible = _Visible([], [], [])
    for histories in _parties_as_at(acts, as_at, today):
        named = not_replaced([history for history in histories if history.named(today)])
        unnamed = [history for history in histories if not history.named(today) and _counts_unnamed(history)]
        visible.hidden.extend(history for history in unnamed if history.root.digest not in superseded)
        of_earlier_editions = [history for history in named if history.root.digest in superseded]
        in_force = [history for history in named if history.root.digest not in superseded]
        visible.shown.extend([foremost(in_force)] if in_force else [])
        visible.earlier.extend([foremost(of_earlier_editions)] if of_earlier_editions else [])
    return visible


def _counts_unnamed(history: History) -> bool:
    return history.ended is None and (history.supports or history.binds)


def histories_as_at(acts: Iterable[ActRow], as_at: date, *, today: date) -> list[History]:
    """Return every history as it was on a day, including hidden ones: a caller that shows them must check which are named."""
    return [history for histories in _parties_as_at(acts, as_at, today) for history in histories]


def _parties_as_at(acts: Iterable[ActRow], as_at: date, today: date) -> list[list[History]]:
    """Return the histories of each party as they were on a day; a party that had not acted yet is left out."""
    parties = []
    for histories in histories_by_party(acts).values():
        on_that_day = [history_then for history in histories if (history_then := _history_as_at(history, as_at, today))]
        if on_that_day:
            parties.append(on_that_day)
    return parties


def _history_as_at(history: History, as_at: date, today: date) -> History | None:
    """Return a history with the events up to a day; None if it had not begun."""
    hidden = not history.named(today)
    if not _had_happened(history.root, as_at, today, hidden=hidden):
        return None
    events = [event for event in history.events if _had_happened(event, as_at, today, hidden=hidden)]
    return history if len(events) == len(history.events) else replace(history, events=events)


def _had_happened(act: ActRow, as_at: date, today: date, *, hidden: bool) -> bool:
    """Whether an act counts on a day; the rules for unknown, partial and withheld dates are those of `status_as_at`."""
    if act.acted is None:
        return True
    day = act.acted.last
    if hidden and as_at < today:
        day = PartialDate(act.acted.iso[:7]).last
    return day <= as_at or (as_at == today and act.acted.first <= today)


def _counted(shown: Sequence[History], hidden: Sequence[History], *, partial: bool) -> Counts:
    standing = [history for history in shown if history.ended is None]
    signatures = sum(not history.supports for history in hidden)
    supports = len(hidden) - signatures
    return Counts(
        signed=sum(history.binds for history in standing) + signatures,
        supported=sum(history.supports for history in standing) + supports,
        withdrawn=sum(history.ended is not None and history.ended.kind is ActKind.WITHDRAWAL for history in shown),
        names_withheld=signatures,
        supporters_withheld=supports,
        ad_referendum=sum(history.waits for history in standing),
        partial=partial,
    )
