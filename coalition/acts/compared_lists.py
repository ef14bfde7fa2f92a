"""Lists that packages above show with a text, and that readers can compare with it (for the rule of withheld names)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from coalition.steps import Question

if TYPE_CHECKING:
    from piccolo.query import Select

    from coalition.acts.tables import Standing
    from coalition.memoranda.tables import Memorandum


class Compared(NamedTuple):
    """A text with the organisations that it names or named: a query of ids, and other ids."""

    memorandum: Memorandum
    known: Select[Standing]
    also: Collection[int] = ()


# Each source returns for each of its lists how many organisations it shows, and how many of them are known.
compared_lists: Question[Compared, tuple[int, int]] = Question()
