"""What became of each signature and support: acts folded in the order they were recorded, and who may know of them today."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from coalition.acts.disclosures import LEVELS, Level, level_on, tells_more
from coalition.acts.kinds import BINDING, ENDING_KINDS, STANDING_KINDS
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


class History(Struct):
    """One signature or support with what followed it. `level` is what its organisation allows today, whatever was allowed before."""

    root: ActRow
    level: Disclosure
    description: str = ""
    release_on: date | None = None
    events: list[ActRow] = field(default_factory=list)

    def shown(self, today: date) -> Disclosure:
        """Return the level in force on a day."""
        return level_on(today, self.level, self.release_on)

    def named(self, today: date) -> bool:
        """Whether everybody may know the organisation."""
        return LEVELS[self.shown(today)].names_organisation

    @property
    def ended(self) -> ActRow | None:
        """What ended it, if anything did."""
        if not self.events:
            return None
        return next((event for event in self.events if event.kind in ENDING_KINDS), None)

    @property
    def confirmed(self) -> ActRow | None:
        """The confirmation of a signature ad referendum, if it was given."""
        return next((event for event in self.events if event.kind is ActKind.CONFIRMATION), None)

    @property
    def waits(self) -> bool:
        """Whether it is a signature ad referendum that was neither confirmed nor ended."""
        return self.root.kind is ActKind.AD_REFERENDUM and self.confirmed is None and self.ended is None

    @property
    def supports(self) -> bool:
        """Whether it endorses without binding."""
        return self.root.kind is ActKind.SUPPORT

    @property
    def binds(self) -> bool:
        """Whether the organisation is, or was, a signatory by it."""
        return self.root.kind in BINDING and (self.root.kind is not ActKind.AD_REFERENDUM or self.confirmed is not None)

    @property
    def replaces(self) -> bool:
        """Whether it takes the place of what its organisation did before: what waits, lapsed or was annulled does not."""
        return not self.waits and (self.ended is None or self.ended.kind is ActKind.WITHDRAWAL)

    @property
    def questioned(self) -> bool:
        """Whether somebody of the organisation says that it was not theirs, and nobody has answered that yet."""
        asked = [event.kind for event in self.events if event.kind in {ActKind.QUESTION, ActKind.ASSURANCE}]
        return bool(asked) and asked[-1] is ActKind.QUESTION

    def take_over(self, event: ActRow) -> None:
        """Take over what a later act allows."""
        self.level, self.description, self.release_on = event.disclosure, event.description, event.release_on


def level_of(history: History) -> Level:
    """Return what an organisation allows now."""
    return Level(history.level, history.description, history.release_on)


def histories_of(acts: Iterable[ActRow]) -> list[History]:
    """Return every history of `histories_by_party`."""
    return [history for mine in histories_by_party(acts).values() for history in mine]


def histories_by_party(acts: Iterable[ActRow]) -> dict[int, list[History]]:
    """Fold acts, in the order they were recorded, by organisation; one that signs again begins a new history.

    A later act belongs to the history it is about. A change of disclosure may raise only that one; what it hides, it hides in
    all others too. A withdrawal or annulment that is itself hidden hides all of them: it is meant to leave no trace.
    A withdrawal ends all that stands and tells no more than the withdrawal does, an annulment or a lapse only what it is about:
    an earlier signature, which the annulled one had replaced, is then in force again.
    """
    found: dict[int, list[History]] = {}
    for act in acts:
        mine = found.setdefault(act.party, [])
        if act.kind in STANDING_KINDS:
            mine.append(History(act, act.disclosure, act.description, act.release_on))
        elif mine and act.kind is not ActKind.DECLINE:
            _follow(mine, act)
    return found


def current(mine: Sequence[History]) -> History:
    """Return which history of one organisation counts: the last that stands, else the last."""
    if len(mine) == 1:
        return mine[0]
    return next((one for one in reversed(mine) if one.ended is None), mine[-1])


def foremost(mine: Sequence[History]) -> History:
    """Return which of the histories that no later one replaced is shown: what binds before what waits, else the current one."""
    if len(mine) == 1:
        return mine[0]
    return next((one for one in mine if one.replaces and one.ended is None), current(mine))


def not_replaced(mine: Sequence[History]) -> list[History]:
    """Return the histories of one organisation, in their order, whose place no later one took."""
    if len(mine) == 1:
        return list(mine)
    last = max((at for at, one in enumerate(mine) if one.replaces), default=0)
    return list(mine[last:])


def current_by_party(acts: Iterable[ActRow], *, but: Collection[str] = ()) -> dict[int, History]:
    """Return which history of each organisation counts, those `but` of some digests, e.g. of editions that were superseded."""
    found = {party: [one for one in mine if one.root.digest not in but] for party, mine in histories_by_party(acts).items()}
    return {party: current(mine) for party, mine in found.items() if mine}


def _follow(mine: Sequence[History], act: ActRow) -> None:
    concerned = next((one for one in mine if one.root.id == act.about), None) or current(mine)
    if act.kind is ActKind.DISCLOSURE:
        _disclose(mine, concerned, act)
        return
    if concerned.ended is not None:
        return
    if act.kind in ENDING_KINDS and tells_more(concerned.level, act.disclosure):
        _hide(mine, act)
    concerned.events.append(act)
    if act.kind is ActKind.WITHDRAWAL:
        for one in mine:
            if one.ended is None and not tells_more(one.level, act.disclosure):
                one.events.append(act)


def _disclose(mine: Sequence[History], concerned: History, act: ActRow) -> None:
    concerned.take_over(act)
    _hide(mine, act)


def _hide(mine: Sequence[History], act: ActRow) -> None:
    for one in mine:
        if tells_more(one.level, act.disclosure):
            one.take_over(act)
