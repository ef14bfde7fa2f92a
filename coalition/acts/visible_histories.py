"""What everybody may know of acts: of each party its named history and its hidden ones that numbers include, as at a day.

The same acts of a party come again with each page of a list, so what is visible of them is remembered by their values.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from coalition.acts.histories import ActRow, History, as_counted, foremost, histories_of, not_replaced
from coalition.acts.status_lines import StatusLine, line_of
from coalition.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from coalition.organisations.views import OrganisationView
    from coalition.partial_dates import PartialDate

_FEW_PARTIES = 200  # more are no page of a list


class Moment(NamedTuple):
    """The day of a status, and today; hidden acts count without those of periods that did not end `before` a day."""

    as_at: date
    today: date
    before: date


def moment(as_at: date, today: date, number_until: date | None = None) -> Moment:
    """Return a moment; with `number_until` the number of hidden acts is given for periods up to that day only."""
    return Moment(as_at, today, min(today, number_until + timedelta(days=1)) if number_until else today)


class Visible(NamedTuple):
    """The histories of a status: named ones (one for each party), and hidden ones that are counted.

    `lines` are those of the named ones, `earlier` those of earlier editions, of the organisations that are given.
    """

    shown: list[History]
    hidden: list[History]
    lines: list[StatusLine]
    earlier: list[StatusLine]

    def about(self, parties: Collection[int]) -> Visible:
        """Return the histories of some parties, with all lines."""
        shown, hidden = ([history for history in histories if history.root.party in parties] for histories in (self.shown, self.hidden))
        return self._replace(shown=shown, hidden=hidden)


def visible_histories(acts: Iterable[ActRow], organisations: Mapping[int, OrganisationView], then: Moment, superseded: Collection[str]) -> Visible:
    """Return what is visible of acts, in the order they were recorded, at a moment; acts on `superseded` digests are those of earlier editions."""
    by_party: dict[int, list[ActRow]] = defaultdict(list)
    for act in acts:
        by_party[act.party].append(act)
    visible, old = Visible([], [], [], []), frozenset(superseded)
    of_party = _of_party if len(by_party) <= _FEW_PARTIES else _compute_party
    for party, acts_of_party in by_party.items():
        own = of_party(tuple(acts_of_party), organisations.get(party), then, old)
        visible.shown.extend(own.shown)
        visible.hidden.extend(own.hidden)
        visible.lines.extend(own.lines)
        visible.earlier.extend(own.earlier)
    return visible


def _compute_party(acts: tuple[ActRow, ...], organisation: OrganisationView | None, then: Moment, superseded: frozenset[str]) -> Visible:
    """Return what a party contributes; hidden histories without the acts of periods that are not over.

    A party that signed openly and later without its name has both: its old line must not vanish on the day on which the total rises.
    The line of an earlier edition stays while a new signature waits for its confirmation, and after one that lapsed or was annulled;
    a history in force is preferred to one that waits. A hidden history is still counted until the period of its end is over, also if its
    organisation acted openly since: otherwise the number would reveal the day of its end.
    """
    today = then.today
    public = [history_then for history in histories_of(acts) if (history_then := _public_as_at(history, *then))]
    named = not_replaced([history for history in public if history.named(today)])
    unnamed = [history for history in public if not history.named(today) and _counts_unnamed(history)]
    of_earlier_editions = [history for history in named if history.root.digest in superseded]
    in_force = [history for history in named if history.root.digest not in superseded]
    shown = [foremost(in_force)] if in_force else []
    earlier = [foremost(of_earlier_editions)] if of_earlier_editions else []
    lines, earlier_lines = ([line_of(history, organisation, today) for history in some] if organisation else [] for some in (shown, earlier))
    return Visible(shown, [history for history in unnamed if history.root.digest not in superseded], lines, earlier_lines)


# For the pages of a list: after a signature all acts but those of one party are as they were.
_of_party = remembered(_compute_party)


def _counts_unnamed(history: History) -> bool:
    return history.ended is None and (history.supports or history.binds)


def _public_as_at(history: History, as_at: date, today: date, before: date) -> History | None:
    """Return a history as public numbers may depend on it on a day; a hidden one counts by the periods of its acts."""
    if history.named(today):
        return _with_events(history, lambda act: _had_happened(act, as_at, today))
    counted = as_counted(history, today, before)
    return _with_events(counted, lambda act: act.counted_on is None or act.counted_on <= as_at) if counted else None


def histories_as_at(acts: Iterable[ActRow], as_at: date, *, today: date) -> list[History]:
    """Return every history as it was on a day, including hidden ones: a caller that shows them must check which are named."""
    then = (_with_events(history, lambda act: _had_happened(act, as_at, today)) for history in histories_of(acts))
    return [history for history in then if history]


def _with_events(history: History, had_happened: Callable[[ActRow], bool]) -> History | None:
    """Return a history with the events that had happened; None if it had not begun."""
    if not had_happened(history.root):
        return None
    events = [event for event in history.events if had_happened(event)]
    return history if len(events) == len(history.events) else replace(history, events=events)


def _had_happened(act: ActRow, as_at: date, today: date) -> bool:
    """Whether an act had been done on a day; the rules for unknown and partial dates are those of `status_as_at`."""
    return is_past(act.acted, as_at, today)


def is_past(day: PartialDate | None, as_at: date, today: date) -> bool:
    """Return whether what happened on a day belongs to a status: an unknown day does to every status, a month or year from its last day.

    To the status of today it does from the first day that it may have been.
    """
    return day is None or day.last <= as_at or (as_at == today and day.first <= today)
