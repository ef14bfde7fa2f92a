"""What else forbids that two entries are merged: steps are given the entries of both, and raise why they must stay two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Collection


class Entries(Struct, frozen=True):
    """The ids of the entries of two organisations, those merged into them before among them."""

    own: Collection[int]
    others: Collection[int]


_steps: Steps[Entries] = Steps()
when_merging = _steps.add
check_others = _steps.run
