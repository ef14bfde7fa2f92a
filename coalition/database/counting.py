"""Counts the statements that queries send, for tests of how many a page needs."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterator


class QueryCount(Struct, eq=False):
    """The statements of all tasks while counting; BEGIN, COMMIT and ROLLBACK do not count.

    What a block that reads knows already counts like what it asks for: else a page with one row would seem to need fewer statements.
    """

    statements: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many statements were sent so far."""
        return len(self.statements)


open_counts: list[QueryCount] = []


@contextmanager
def counting_queries() -> Iterator[QueryCount]:
    """Yield a count that grows with every statement until the block ends."""
    count = QueryCount()
    open_counts.append(count)
    try:
        yield count
    finally:
        open_counts.remove(count)


def record(sql: str) -> None:
    """Add a statement to every open count."""
    for count in open_counts:
        count.statements.append(sql)
