"""Which amendments a list shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments.tables import AmendmentState, Operation

if TYPE_CHECKING:
    from collections.abc import Collection


class AmendmentFilters(Struct, frozen=True):
    """Conditions that all hold; `provision` is a key ("" for those at the end), `organisations` are ids, `round` is the id of a round.

    `provisions` are several keys, `numbers` those of the amendments.
    """

    provision: str | None = None
    provisions: Collection[str] | None = None
    states: tuple[AmendmentState, ...] = ()
    language: str = ""
    operation: Operation | None = None
    organisations: Collection[int] | None = None
    round: int = 0
    numbers: Collection[int] | None = None


EVERY_AMENDMENT = AmendmentFilters()
