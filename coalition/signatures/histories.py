"""What became of each signature and support: acts folded in the order they were recorded, and who may know of them today."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coalition.partial_dates import PartialDate
from coalition.signatures.tables import ActKind, Channel, Disclosure, MandateBasis

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from uuid import UUID
BINDING = (ActKind.SIGNATURE, ActKind.AD_REFERENDUM, ActKind.ACCESSION)
STANDING_KINDS = (*BINDING, ActKind.SUPPORT)
ENDING_KINDS = (ActKind.WITHDRAWAL, ActKind.ANNULMENT, ActKind.LAPSE)
# What a level tells: a lower number tells less. A sealed name tells nothing yet, but is promised.
_TOLD = {
    Disclosure.COUNTED: 0,
    Disclosure.SEALED_UNTIL: 1,
    Disclosure.DESCRIBED: 2,
    Disclosure.PUBLIC_ORGANISATION: 3,
    Disclosure.PUBLIC: 4,
}
NAMED = (Disclosure.PUBLIC, Disclosure.PUBLIC_ORGANISATION)


def tells_more(new: Disclosure, old: Disclosure) -> bool:
    """Whether a level lets the public know more than another, now or one day."""
    return _TOLD[new] > _TOLD[old]


@dataclass(frozen=True)
class ActRow:
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


@dataclass
class History:
    """One signature or support with what followed it. `level` is what its organisation allows today, whatever was allowed before."""

    root: ActRow
    level: Disclosure
    description: str = ""
    release_on: date | None = None
    events: list[ActRow] = field(default_factory=list)

    def shown(self, today: date) -> Disclosure:
        """Return the level in force on a day: a seal opens by itself."""
        if self.level is not Disclosure.SEALED_UNTIL:
            return self.level
        return Disclosure.PUBLIC if self.release_on and self.release_on <= today else Disclosure.COUNTED

    def named(self, today: date) -> bool:
        """Whether everybody may know the organisation."""
        return self.shown(today) in NAMED

    @property
    def ended(self) -> ActRow | None:
        """What ended it, if anything did."""
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
    def questioned(self) -> bool:
        """Whether somebody of the organisation says that it was not theirs, and nobody has answered that yet."""
        asked = [event.kind for event in self.events if event.kind in {ActKind.QUESTION, ActKind.ASSURANCE}]
        return bool(asked) and asked[-1] is ActKind.QUESTION

    def take_over(self, event: ActRow) -> None:
        """Take over what a later act allows."""
        self.level, self.description, self.release_on = event.disclosure, event.description, event.release_on


def histories_of(acts: Iterable[ActRow]) -> list[History]:
    """Fold acts, in the order they were recorded; an organisation that signs again begins a new history.

    A change of disclosure may raise only the latest history; what it hides, it hides in all earlier ones too.
    A withdrawal or annulment that is itself hidden hides all of them: it is meant to leave no trace.
    """
    found: dict[int, list[History]] = {}
    for act in acts:
        mine = found.setdefault(act.party, [])
        if act.kind in STANDING_KINDS:
            mine.append(History(act, act.disclosure, act.description, act.release_on))
        elif mine and act.kind is not ActKind.DECLINE:
            _follow(mine, act)
    return [history for mine in found.values() for history in mine]


def _follow(mine: Sequence[History], act: ActRow) -> None:
    last = mine[-1]
    if act.kind is ActKind.DISCLOSURE:
        for one in mine:
            if one is last or tells_more(one.level, act.disclosure):
                one.take_over(act)
        return
    if last.ended is not None:
        return
    if act.kind in ENDING_KINDS and tells_more(last.level, act.disclosure):
        for one in mine:
            if tells_more(one.level, act.disclosure):
                one.take_over(act)
    last.events.append(act)
