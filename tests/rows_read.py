"""Counts the rows that SQLite returns: a page that reads what it does not show returns more of them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from coalition.database import sqlite, sqlite_reader, sqlite_thread, sqlite_writer

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def counting_rows() -> Iterator[list[int]]:
    """Yield a list that gets the number of rows of each statement until the block ends."""
    modules, numbers = (sqlite, sqlite_reader, sqlite_thread, sqlite_writer), []
    fetch = sqlite_thread.fetch_rows

    def counted(*of: Any) -> list[dict[str, Any]]:
        rows = fetch(*of)
        numbers.append(len(rows))
        return rows

    for module in modules:
        module.fetch_rows = counted  # type: ignore[attr-defined]
    try:
        yield numbers
    finally:
        for module in modules:
            module.fetch_rows = fetch  # type: ignore[attr-defined]
