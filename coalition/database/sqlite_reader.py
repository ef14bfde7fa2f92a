"""A transaction that reads SQLite: quick statements run at once, all others in the thread of its connection."""

from __future__ import annotations

import asyncio
import sqlite3
from time import monotonic
from typing import TYPE_CHECKING, Any

from coalition.database.sqlite_thread import LONGEST_HOLD, RolledBack, fetch_rows
from coalition.database.transactions import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coalition.database.sqlite_thread import Connection, Slot


class ReaderSession(Session):
    """A connection held by one transaction that reads.

    The way to the thread and back takes longer than a statement that finds a few rows by an index. So what is known to be quick runs
    in the caller's thread, as in a transaction that writes; after some milliseconds other tasks may run.
    """

    def __init__(self, slot: Slot, release: Callable[[], None]) -> None:
        """Hold a slot until `release` is called."""
        self._slot = slot
        self._release = release
        self._thread_works = False  # perhaps for a caller that was cancelled
        self._hold_began = 0.0
        self.connection: Connection

    async def begin(self) -> None:
        """Begin the transaction, which takes no lock before its first statement."""
        self.connection = self._slot.connection()
        if self.connection.ready:
            fetch_rows(self.connection.raw, "BEGIN", ())
        else:
            await self.connection.execute("BEGIN")
        self._hold_began = monotonic()

    async def fetch(self, sql: str, args: Sequence[Any], *, quick: bool = False) -> list[dict[str, Any]]:
        """Run a statement; refused when SQLite has ended the transaction by itself."""

        def job(raw: sqlite3.Connection) -> list[dict[str, Any]]:
            if not raw.in_transaction:
                raise RolledBack
            return fetch_rows(raw, sql, args)

        if not quick:
            return await self._in_thread(job)
        rows = job(self.connection.raw)
        if monotonic() - self._hold_began > LONGEST_HOLD:
            await asyncio.sleep(0)
            self._hold_began = monotonic()
        return rows

    async def commit(self) -> None:
        """End the transaction."""
        await self.rollback()

    async def rollback(self) -> None:
        """End the transaction, after a statement whose caller was cancelled."""

        def job(raw: sqlite3.Connection) -> list[dict[str, Any]]:
            return fetch_rows(raw, "ROLLBACK", ()) if raw.in_transaction else []

        if self._thread_works or self.connection.broken:
            await self._in_thread(job)
        else:
            job(self.connection.raw)

    async def give_back(self) -> None:
        """Let the next transaction have the connection."""
        self._release()

    async def discard(self) -> None:
        """Close the connection and let the next transaction open another."""
        try:
            await self._slot.close()
        finally:
            self._release()

    async def _in_thread(self, job: Callable[[sqlite3.Connection], list[dict[str, Any]]]) -> list[dict[str, Any]]:
        self._thread_works = True
        rows: list[dict[str, Any]] = await self.connection.submit(job)
        self._thread_works, self._hold_began = False, monotonic()
        return rows
