"""A transaction that reads SQLite: its statements may take long and run in the thread of its connection."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from coalition.database.sqlite_thread import RolledBack, fetch_rows
from coalition.database.transactions import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coalition.database.sqlite_thread import Connection, Slot


class ReaderSession(Session):
    """A connection held by one transaction that reads."""

    def __init__(self, slot: Slot, release: Callable[[], None]) -> None:
        """Hold a slot until `release` is called."""
        self._slot = slot
        self._release = release
        self.connection: Connection

    async def begin(self) -> None:
        """Begin the transaction."""
        self.connection = self._slot.connection()
        await self.connection.execute("BEGIN")

    async def fetch(self, sql: str, args: Sequence[Any]) -> list[dict[str, Any]]:
        """Run a statement; refused when SQLite has ended the transaction by itself."""

        def job(raw: sqlite3.Connection) -> list[dict[str, Any]]:
            if not raw.in_transaction:
                raise RolledBack
            return fetch_rows(raw, sql, args)

        rows: list[dict[str, Any]] = await self.connection.submit(job)
        return rows

    async def commit(self) -> None:
        """End the transaction."""
        await self.rollback()

    async def rollback(self) -> None:
        """End the transaction."""
        await self.connection.submit(lambda raw: fetch_rows(raw, "ROLLBACK", ()) if raw.in_transaction else None)

    async def give_back(self) -> None:
        """Let the next transaction have the connection."""
        self._release()

    async def discard(self) -> None:
        """Close the connection and let the next transaction open another."""
        try:
            await self._slot.close()
        finally:
            self._release()
