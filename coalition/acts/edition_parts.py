"""Which rows of an organisation count in the edition in force, and which in earlier ones: asked when rows are read.

A row names the editions of the rows that come before it. So no row changes when an edition is superseded.
"""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import clock
from coalition.acts.tables import Standing
from coalition.database import none_of, one_of
from coalition.memoranda.edition_chains import superseded
from coalition.memoranda.edition_queries import fixed_editions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from piccolo.columns import Text
    from piccolo.custom_types import Combinable

_LENGTH = 16  # characters of a digest that tell the editions of a memorandum apart
_UNKNOWN = "-"


def mark_of(digest: str | None) -> str:
    """Return how a row names an edition; the text that is not known has a mark too."""
    return digest[-_LENGTH:] if digest else _UNKNOWN


class Editions(Struct, frozen=True):
    """The digests of the editions of a memorandum that are in force today, and of those that are superseded.

    Acts on a text that is not known are in force whatever is superseded.
    """

    in_force: Collection[str]
    superseded: Collection[str]

    def line_in_force(self) -> Combinable:
        """Return the condition of a row in force before which no public line in force comes."""
        return self._in_force(Standing.line_behind)

    def line_of_earlier(self) -> Combinable:
        """Return the condition of a row on a superseded edition before which no other such line comes."""
        return one_of(Standing.digest, self.superseded) & _first(Standing.line_behind, map(mark_of, self.superseded))

    def current_in_force(self) -> Combinable:
        """Return the condition of a row in force that is the one that counts for its organisation."""
        return self._in_force(Standing.current_behind)

    def _in_force(self, behind: Text) -> Combinable:
        first = _first(behind, [_UNKNOWN, *map(mark_of, self.in_force)])
        return none_of(Standing.digest, self.superseded) & first if self.superseded else first


def _first(behind: Text, marks: Iterable[str]) -> Combinable:
    """Return the condition of a row before which none on these editions comes."""
    return (behind == "") | reduce(and_, (behind.not_like(f"%{mark}%") for mark in sorted(marks)))


async def editions_of(memorandum_id: int) -> Editions:
    """Return the editions of a memorandum as they are today."""
    today = clock.today()
    editions = await fixed_editions(memorandum_id)
    old = superseded(editions, today, today)
    return Editions({edition.digest for edition in editions} - old, old)


def counts_in_force(digest: str, behind: str, superseded: Collection[str]) -> bool:
    """Whether a counter with these values counts in the edition in force: every row that comes before its rows is superseded."""
    return digest not in superseded and set(behind.split()) <= set(map(mark_of, superseded))


def counts_in_earlier(digest: str, behind: str, superseded: Collection[str]) -> bool:
    """Whether a counter counts in the superseded editions: no row that comes before its rows is superseded too."""
    return digest in superseded and set(behind.split()).isdisjoint(map(mark_of, superseded))
