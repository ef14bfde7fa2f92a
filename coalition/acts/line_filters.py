"""Choosing lines of a list of signatories by name, country, kind of act, and whether the act stands; only what a line shows decides."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts.tables import ActKind, Standing
from coalition.database import one_of
from coalition.languages import Message
from coalition.words import Word, for_each

if TYPE_CHECKING:
    from collections.abc import Mapping

    from piccolo.custom_types import Combinable

    from coalition.acts.status_lines import StatusLine


class LineKind(Word):
    """How an organisation joined."""

    SIGNATURE = "signature", Message("Signature")
    ACCESSION = "accession", Message("Accession")
    SUPPORT = "support", Message("Support")


class LineState(Word):
    """What became of an act."""

    STANDS = "stands", Message("still stands")
    WAITS = "waits", Message("waits for confirmation")
    ENDED = "ended", Message("withdrawn or ended")


_KINDS: Mapping[LineKind, tuple[ActKind, ...]] = for_each(
    LineKind,
    {
        LineKind.SIGNATURE: (ActKind.SIGNATURE, ActKind.AD_REFERENDUM),
        LineKind.ACCESSION: (ActKind.ACCESSION,),
        LineKind.SUPPORT: (ActKind.SUPPORT,),
    },
)
_COUNTED_AS: Mapping[LineState, tuple[str, ...]] = for_each(
    LineState,
    {
        LineState.STANDS: (ActKind.SIGNATURE, ActKind.ACCESSION, ActKind.SUPPORT),
        LineState.WAITS: (ActKind.AD_REFERENDUM,),
        LineState.ENDED: (ActKind.WITHDRAWAL, ""),
    },
)


class LineFilter(Struct, frozen=True):
    """Which lines are asked for; an empty value chooses all. `words` are of any name of the organisation, in any script."""

    words: str = ""
    country: str = ""
    kind: LineKind | None = None
    state: LineState | None = None

    def __bool__(self) -> bool:
        """Whether it leaves lines out."""
        return bool(self.words or self.country or self.kind or self.state)

    @property
    def condition(self) -> Combinable | None:
        """The condition on standing rows, without the words; None if every row fulfils it."""
        conditions: list[Combinable] = [Standing.country == self.country] if self.country else []
        if self.kind:
            conditions.append(one_of(Standing.kind, [kind.value for kind in _KINDS[self.kind]]))
        if self.state:
            conditions.append(one_of(Standing.counted_as, [str(word) for word in _COUNTED_AS[self.state]]))
        return reduce(and_, conditions) if conditions else None

    def chooses(self, line: StatusLine) -> bool:
        """Whether a line is asked for, without the words."""
        in_country = not self.country or line.organisation.country == self.country
        return in_country and (not self.kind or line.act in _KINDS[self.kind]) and (not self.state or state_of(line) is self.state)


def state_of(line: StatusLine) -> LineState:
    """Return what became of the act of a line."""
    if line.ended:
        return LineState.ENDED
    return LineState.WAITS if line.waits else LineState.STANDS
