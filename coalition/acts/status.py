"""The status table: who has signed as at a date, computed from acts and from what may be known today."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from coalition.acts.disclosures import LEVELS
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

    `signed` and `supported` are standing acts, withheld names among them; `withdrawn` is what the list shows; `ad_referendum`
    are named signatures that wait for confirmation. `partial` says that withheld names are in no number (see decision 9).
    """

    signed: int = 0
    supported: int = 0
    withdrawn: int = 0
    names_withheld: int = 0
    supporters_withheld: int = 0
    ad_referendum: int = 0
    partial: bool = False


class Described(Struct, frozen=True):
    """A standing act shown by a description in place of the name; nothing else about it is told."""

    description: str
    supports: bool


class Part(NamedTuple):
    """One part of the table: its lines with their footnotes, and how many have neither a name nor a description."""

    supports: bool
    rows: Sequence[tuple[StatusLine, Sequence[Mark]]]
    described: Sequence[Described]
    withheld: int


class Status(Struct, frozen=True, dict=True):
    """The status of a memorandum as at a day; `earlier` are the parties to editions that were superseded, which are in no number."""

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
        signatures, supports = ([one for one in self.described if one.supports is kind] for kind in (False, True))
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
    """Project acts, in the order they were recorded, on a day; `organisations` names the parties by id.

    Who may know is asked of today, also for a day of the past: a name that is hidden now is hidden in retrospect.
    An act of unknown date counts on every day; one known to the month or year counts from its last day.
    A withheld act counts in the past only from the end of its month, so that a day cannot single it out.
    Where only organisations of a public list may sign (`closed_pool`), withheld acts are in no number at all.
    Acts on the digest of an edition that was `superseded` are listed apart, and counted nowhere: a number of withheld ones
    that falls on the day on which somebody signs anew would name him.
    """
    shown, hidden, earlier = _seen(acts, as_at, today, superseded)
    counted = [] if closed_pool else hidden
    described = [Described(one.description, one.supports) for one in counted if LEVELS[one.shown(today)].shows_description]
    return Status(
        as_at=as_at,
        lines=sorted((line_of(one, organisations[one.root.party], today) for one in shown), key=_place),
        counts=_counted(shown, counted, partial=closed_pool),
        described=sorted(described, key=lambda one: (one.supports, one.description)),
        earlier=sorted((line_of(one, organisations[one.root.party], today) for one in earlier), key=_place),
    )


def counts_as_at(acts: Iterable[ActRow], as_at: date, *, today: date, closed_pool: bool = False, superseded: Collection[str] = ()) -> Counts:
    """Return only the numbers of `status_as_at`."""
    shown, hidden, _ = _seen(acts, as_at, today, superseded)
    return _counted(shown, [] if closed_pool else hidden, partial=closed_pool)


def _seen(acts: Iterable[ActRow], as_at: date, today: date, superseded: Collection[str]) -> tuple[list[History], list[History], list[History]]:
    """Return the named histories, one a party, the standing hidden ones that are in a number, and the named ones of earlier editions.

    All are as they were on a day. A party that signed openly once and later without its name has both: its old line must not
    vanish on the day the total rises. Nor does the line of an earlier edition vanish while a new signature waits for its
    confirmation, or for one that lapsed or was annulled; and what binds is shown before what waits. A withheld one that ended
    in the month of a day of the past is still in the number then, also when its organisation acted openly since: or that day would tell.
    """
    present: list[History] = []
    hidden: list[History] = []
    earlier: list[History] = []
    for mine in _parties_as_at(acts, as_at, today):
        named = not_replaced([one for one in mine if one.named(today)])
        unnamed = [one for one in mine if not one.named(today) and one.ended is None and (one.supports or one.binds)]
        hidden.extend(one for one in unnamed if one.root.digest not in superseded)
        gone = [one for one in named if one.root.digest in superseded]
        in_force = [one for one in named if one not in gone] if gone else named
        present.extend([foremost(in_force)] if in_force else [])
        earlier.extend([foremost(gone)] if gone else [])
    return present, hidden, earlier


def histories_as_at(acts: Iterable[ActRow], as_at: date, *, today: date) -> list[History]:
    """Return every history as far as it had come by a day, hidden ones too: whoever shows them asks each whether it is named."""
    return [history for mine in _parties_as_at(acts, as_at, today) for history in mine]


def _parties_as_at(acts: Iterable[ActRow], as_at: date, today: date) -> list[list[History]]:
    found = ([cut for history in mine if (cut := _cut(history, as_at, today))] for mine in histories_by_party(acts).values())
    return [mine for mine in found if mine]


def _cut(history: History, as_at: date, today: date) -> History | None:
    """Return a history as far as it had come by a day."""
    hidden = not history.named(today)
    if not _by(history.root, as_at, today, hidden=hidden):
        return None
    events = [event for event in history.events if _by(event, as_at, today, hidden=hidden)]
    return history if len(events) == len(history.events) else replace(history, events=events)


def _by(act: ActRow, as_at: date, today: date, *, hidden: bool) -> bool:
    if act.acted is None:
        return True
    day = act.acted.last
    if hidden and as_at < today:
        day = PartialDate(act.acted.iso[:7]).last
    return day <= as_at or (as_at == today and act.acted.first <= today)


def _place(line: StatusLine) -> tuple[bool, str, str]:
    return line.supports, line.then.name_key, line.organisation.slug


def _counted(shown: Sequence[History], hidden: Sequence[History], *, partial: bool) -> Counts:
    standing = [one for one in shown if one.ended is None]
    signatures, supports = (sum(one.supports is kind for one in hidden) for kind in (False, True))
    return Counts(
        signed=sum(one.binds for one in standing) + signatures,
        supported=sum(one.supports for one in standing) + supports,
        withdrawn=sum(one.ended is not None and one.ended.kind is ActKind.WITHDRAWAL for one in shown),
        names_withheld=signatures,
        supporters_withheld=supports,
        ad_referendum=sum(one.waits for one in standing),
        partial=partial,
    )
