"""Which amendments a list shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments.tables import AmendmentState

if TYPE_CHECKING:
    from collections.abc import Collection


class AmendmentFilters(Struct, frozen=True):
    """Conditions that all hold; `provision` is a key ("" for those at the end), `organisations` are ids, `round` is the id of a round."""

    provision: str | None = None
    states: tuple[AmendmentState, ...] = ()
    language: str = ""
    organisations: Collection[int] | None = None
    round: int = 0


EVERY_AMENDMENT = AmendmentFilters()
