"""Histories: each signature or support with the later acts about it, and the level that decides who may know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from coalition.acts.act_kinds import BINDING, ENDING_KINDS, STANDING_KINDS
from coalition.acts.disclosure_levels import HIDDEN, LEVELS, Level, level_on, tells_more
from coalition.acts.tables import ActKind, Channel, Disclosure, MandateBasis
from coalition.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date
    from uuid import UUID


class ActRow(NamedTuple):
    """An act as the projection needs it; `party` is the id of its organisation."""

    id: UUID
    kind: ActKind
    disclosure: Disclosure
    acted: PartialDate | None
    party: int
    representative: str = ""
    description: str = ""
    release_on: date | None = None
    ground: str = ""
    channel: Channel = Channel.ONLINE
    digest: str | None = None
    source: str = ""
    mandate: MandateBasis = MandateBasis.OWN_STATEMENT
    about: UUID | None = None
    counted_on: date | None = None
    received: date | None = None
    successor: int | None = None
    recorded_on: date | None = None
    remarked: bool = False
    corrects: UUID | None = None
    corrected_acted: PartialDate | None = None
    corrected_received: date | None = None

    @property
    def was_hidden(self) -> bool:
        """Whether it was recorded without a name."""
        return self.recorded_on is not None and not LEVELS[level_on(self.recorded_on, self.disclosure, self.release_on)].names_organisation

    @property
    def public_day(self) -> date | None:
        """The day of its record for readers: that of an act that was recorded without a name is the last day of its period."""
        return self.counted_on if self.was_hidden else self.recorded_on

    @property
    def public_receipt(self) -> date | None:
        """The day of receipt for readers, if it is known; of an act that was recorded without a name the last day of its period."""
        return self.counted_on if self.received and self.was_hidden else self.received

    @property
    def receipt(self) -> date | None:
        """The day of receipt for the rules of a memorandum; None only if nothing is known.

        An act that was recorded without a name is received on the last day of its period. Where the day of receipt is not known, the
        last possible day on which it was done counts, else the day on which it was recorded.
        """
        if self.was_hidden or self.received:
            return self.counted_on if self.was_hidden else self.received
        days = [day for day in (self.acted.last if self.acted else None, self.recorded_on) if day]
        return min(days, default=None)

    def is_counted(self, before: date) -> bool:
        """Whether the period in which it was recorded ended before a day, so that public numbers may depend on it although it is hidden."""
        return self.counted_on is None or self.counted_on < before


class Corrected(NamedTuple):
    """A correction of the record: its day, the act with the days before it, and what it changed."""

    on: date | None
    act: ActRow
    done: bool
    received: bool
    representative: bool


class Raise(NamedTuple):
    """A change of disclosure that reveals more than the level before it."""

    act: ActRow
    before: Level


class History(Struct):
    """A signature or support with the later acts about it. `level` is the latest one that its organisation chose.

    `raises` are the changes by which it chose a higher level than before, `corrections` those of the record, which its acts reflect.
    """

    root: ActRow
    level: Disclosure
    description: str = ""
    release_on: date | None = None
    events: list[ActRow] = field(default_factory=list)
    raises: list[Raise] = field(default_factory=list)
    corrections: list[Corrected] = field(default_factory=list)

    def shown(self, today: date) -> Disclosure:
        """Return the level in force on a day."""
        return level_on(today, self.level, self.release_on)

    def named(self, today: date) -> bool:
        """Whether everybody may know the organisation."""
        return LEVELS[self.shown(today)].names_organisation

    @property
    def can_be_hidden(self) -> bool:
        """Whether the public reads a name or a description of it, now or later; its line stays in brackets after it ended."""
        return tells_more(self.level, HIDDEN.disclosure)

    @property
    def ended(self) -> ActRow | None:
        """The act that ended it, if any."""
        if not self.events:
            return None
        return next((event for event in self.events if event.kind in ENDING_KINDS), None)

    @property
    def lapsed(self) -> PartialDate | None:
        """The day on which it lapsed, if it ended by that."""
        return self.ended.acted if self.ended and self.ended.kind is ActKind.LAPSE else None

    @property
    def confirmed(self) -> ActRow | None:
        """The confirmation of a signature ad referendum, if there is one."""
        return next((event for event in self.events if event.kind is ActKind.CONFIRMATION), None)

    @property
    def waits(self) -> bool:
        """Whether it is a signature ad referendum that is neither confirmed nor ended."""
        return self.root.kind is ActKind.AD_REFERENDUM and self.confirmed is None and self.ended is None

    @property
    def supports(self) -> bool:
        """Whether it endorses without binding."""
        return self.root.kind not in BINDING

    @property
    def accedes(self) -> bool:
        """Whether the organisation joined by accession."""
        return self.root.kind is ActKind.ACCESSION

    @property
    def binds(self) -> bool:
        """Whether the organisation is, or was, a party by it."""
        return self.root.kind in BINDING and (self.root.kind is not ActKind.AD_REFERENDUM or self.confirmed is not None)

    @property
    def replaces(self) -> bool:
        """Whether it replaces the earlier histories of its organisation; one that waits, lapsed or was annulled does not."""
        return not self.waits and (self.ended is None or self.ended.kind is ActKind.WITHDRAWAL)

    @property
    def questioned(self) -> bool:
        """Whether somebody of the organisation says that the act was not theirs, and nobody has answered yet."""
        kinds = [event.kind for event in self.events if event.kind in {ActKind.QUESTION, ActKind.ASSURANCE}]
        return bool(kinds) and kinds[-1] is ActKind.QUESTION

    def holds(self, act_id: UUID) -> bool:
        """Whether an act is its first or a later one."""
        return any(act.id == act_id for act in (self.root, *self.events))

    def correct(self, correction: ActRow) -> None:
        """Put the days and the person of one of its acts right."""
        acts = [self.root, *self.events]
        at = next((place for place, act in enumerate(acts) if act.id == correction.corrects), None)
        if at is None:
            return
        acts[at], change = corrected(acts[at], correction)
        self.root, self.events = acts[0], acts[1:]
        self.corrections.append(change)

    def take_over(self, event: ActRow) -> None:
        """Take over the level, description and day of release of a later act."""
        if tells_more(event.disclosure, self.level) or event.description != self.description:
            self.raises.append(Raise(event, level_of(self)))
        self.level, self.description, self.release_on = event.disclosure, event.description, event.release_on


def corrected(act: ActRow, correction: ActRow) -> tuple[ActRow, Corrected]:
    """Return an act as a correction puts it right, and what changed."""
    done, received = act.acted != correction.corrected_acted, act.received != correction.corrected_received
    change = Corrected(correction.public_day, act, done, received and not act.was_hidden, bool(correction.representative))
    right = act._replace(
        acted=correction.corrected_acted,
        received=correction.corrected_received,
        representative=correction.representative or act.representative,
        remarked=correction.remarked if done or received else act.remarked,
    )
    return right, change


def as_counted(history: History, today: date, before: date) -> History | None:
    """Return a hidden history as far as public numbers may depend on it: without the acts of periods that did not end before a day.

    A change that hides more counts at once. None if the history began in a period that did not end before that day.
    """
    if not history.root.is_counted(before):
        return None
    level = next((change.before for change in history.raises if not change.act.is_counted(before)), None)
    if level is None or tells_more(level_on(today, level.disclosure, level.release_on), history.shown(today)):
        level = level_of(history)
    events = [event for event in history.events if event.is_counted(before)]
    return replace(history, events=events, level=level.disclosure, description=level.description, release_on=level.release_on)


def level_of(history: History) -> Level:
    """Return the level that an organisation allows now."""
    return Level(history.level, history.description, history.release_on)


def histories_of(acts: Iterable[ActRow]) -> list[History]:
    """Return every history of `histories_by_party`."""
    return [history for histories in histories_by_party(acts).values() for history in histories]


def histories_by_party(acts: Iterable[ActRow]) -> dict[int, list[History]]:
    """Fold acts, in the order they were recorded, into histories by organisation; an organisation that signs again begins a new history.

    A later act belongs to the history it is about. A change of disclosure may raise the level of that history only; the level of
    every other history that reveals more is lowered to it. A hidden withdrawal or annulment lowers the level of all histories,
    because it must leave no trace. A withdrawal ends every history that stands and reveals no more than the withdrawal. An annulment
    or a lapse ends only the history it is about: an earlier signature, which the annulled one had replaced, is then in force again. A lapse
    has no effect once a confirmation that came in time is recorded after it, which needs a remark.
    """
    by_party: dict[int, list[History]] = {}
    for act in acts:
        histories = by_party.setdefault(act.party, [])
        if act.kind in STANDING_KINDS:
            histories.append(History(act, act.disclosure, act.description, act.release_on))
        elif histories and act.kind is not ActKind.DECLINE:
            _add_event(histories, act)
    return by_party


def current(histories: Sequence[History]) -> History:
    """Return the history of an organisation that counts: the last that stands, or the last if none stands."""
    return histories[0] if len(histories) == 1 else by_currency(histories)[0]


def by_currency(histories: Sequence[History]) -> list[History]:
    """Return the histories of an organisation with the one that counts first; the first of some of them is the one that counts among these."""
    standing = [history for history in histories[::-1] if history.ended is None]
    return [*standing, *(history for history in histories[::-1] if history.ended)]


def foremost(histories: Sequence[History]) -> History:
    """Return the history of an organisation that is shown: the first that replaces earlier ones and stands, else the one that counts.

    `histories` are those that no later history replaced. A history in force is so preferred to one that waits for confirmation.
    """
    return histories[0] if len(histories) == 1 else by_precedence(histories)[0]


def by_precedence(histories: Sequence[History]) -> list[History]:
    """Return the histories of an organisation with the one that is shown first; the first of some of them is the one shown of these."""
    replacing = [history for history in histories if history.replaces and history.ended is None]
    return [*replacing, *by_currency([history for history in histories if not (history.replaces and history.ended is None)])]


def not_replaced(histories: Sequence[History]) -> list[History]:
    """Return the histories of an organisation, in their order, that no later history replaced."""
    if len(histories) == 1:
        return list(histories)
    last = max((at for at, history in enumerate(histories) if history.replaces), default=0)
    return list(histories[last:])


def counting(histories: Sequence[History], superseded: Collection[str]) -> History:
    """Return the history that counts for those who work on the memorandum: of those on an edition in force, or of all if there are none."""
    return current([history for history in histories if history.root.digest not in superseded] or histories)


def current_by_party(acts: Iterable[ActRow], *, but: Collection[str] = ()) -> dict[int, History]:
    """Return the history that counts for each organisation; acts on the digests in `but`, such as superseded editions, are left out."""
    current_histories = {}
    for party, histories in histories_by_party(acts).items():
        considered = [history for history in histories if history.root.digest not in but]
        if considered:
            current_histories[party] = current(considered)
    return current_histories


def _add_event(histories: Sequence[History], act: ActRow) -> None:
    """Add a later act to the history it is about, and to the other histories that it ends or hides."""
    history = next((history for history in histories if history.root.id == act.about), None) or current(histories)
    if act.kind is ActKind.DISCLOSURE:
        history.take_over(act)
        _lower_levels(histories, act)
        return
    if act.kind is ActKind.CORRECTION:
        for each in histories:
            each.correct(act)
        return
    if act.kind is ActKind.CONFIRMATION and act.remarked and history.lapsed:
        history.events = [event for event in history.events if event.kind is not ActKind.LAPSE]
    if history.ended is not None:
        return
    if act.kind in ENDING_KINDS and tells_more(history.level, act.disclosure):
        _lower_levels(histories, act)
    history.events.append(act)
    if act.kind is ActKind.WITHDRAWAL:
        for other in histories:
            if other.ended is None and not tells_more(other.level, act.disclosure):
                other.events.append(act)


def _lower_levels(histories: Sequence[History], act: ActRow) -> None:
    """Lower the level of every history that reveals more than a later act allows."""
    for history in histories:
        if tells_more(history.level, act.disclosure):
            history.take_over(act)
