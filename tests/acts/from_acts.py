"""Numbers about hidden acts that are computed from all acts of a memorandum, to compare with those that are read from standing rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coalition.acts.disclosure_levels import LEVELS, level_on
from coalition.acts.histories import histories_of
from coalition.acts.status import Counts, _counted
from coalition.acts.visible_histories import moment, visible_histories

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from coalition.acts.histories import ActRow, History


def hidden_as_counted(acts: Iterable[ActRow], today: date, superseded: Collection[str] = (), until: date | None = None) -> list[History]:
    """Return the hidden histories that a number of today includes, given or not; with `until` one of an earlier decision."""
    return visible_histories(acts, {}, moment(today, today, until), superseded).hidden


class Secrets(NamedTuple):
    """What a decision about the number of withheld names is made of.

    `known` are the organisations that the text names or named once: who keeps old pages can exclude them. `counted` is the number of
    hidden acts that a public number includes now, `standing` that of all hidden acts that stand.
    """

    known: frozenset[int]
    counted: int
    standing: int


def secrets_of(acts: Sequence[ActRow], today: date, superseded: Collection[str] = ()) -> Secrets:
    """Return the numbers of hidden acts, and who is known to have acted."""
    hidden = hidden_as_counted(acts, today, superseded)
    known = frozenset(act.party for act in acts if LEVELS[level_on(today, act.disclosure, act.release_on)].names_organisation)
    standing = sum(not history.named(today) and history.ended is None for history in histories_of(acts))
    return Secrets(known, len(hidden), max(standing, len(hidden)))


def counts_as_at(acts: Iterable[ActRow], as_at: date, *, today: date, number_until: date | None, superseded: Collection[str] = ()) -> Counts:
    """Return only the numbers of a status."""
    visible = visible_histories(acts, {}, moment(as_at, today, number_until), superseded)
    return _counted(visible.shown, visible.hidden, number_given=number_until is not None)
