"""The one SQLite connection that writes: transactions take turns, and short ones that queue share a commit (group commit).

Waiting for the disk takes a third of the time of a signature. When a brief transaction is done while another one waits for its turn,
it hands the connection on before the commit and goes on only when the commit has happened: nobody is told of success before the data
is on the disk. Each transaction can be rolled back by itself, as a savepoint of the shared one. A commit that fails, fails for all
that shared it. A transaction that is not brief begins after the commit of those before it, so that none of them waits for its end.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from time import monotonic
from typing import TYPE_CHECKING, Any

from coalition.database.sqlite_thread import LONGEST_HOLD, RolledBack, fetch_rows
from coalition.database.transactions import Session, run_to_end

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.database.sqlite_thread import Connection, Slot

logger = logging.getLogger(__name__)

MOST_PER_COMMIT = 8


class SharedTransaction:
    """One SQLite transaction shared by several of ours (group commit)."""

    def __init__(self, connection: Connection) -> None:
        """Begin with no finished transaction."""
        self.connection = connection
        self.finished = 0
        self.committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.commit_task: asyncio.Task[None] | None = None

    def resolve(self, error: BaseException | None = None) -> None:
        """Let the transactions that wait for the commit go on, or raise the error in them."""
        if self.committed.done():
            return
        if error is None:
            self.committed.set_result(None)
        else:
            self.committed.set_exception(error)
            self.committed.exception()  # the caller handles it too, and perhaps nobody waits


class Writer:
    """Gives turns on the connection, and commits what earlier turns left open on it."""

    def __init__(self, slot: Slot) -> None:
        """Take the slot of the connection."""
        self.slot = slot
        self.shared: SharedTransaction | None = None
        self.waiting = 0
        self.lock = asyncio.Lock()

    async def acquire(self) -> None:
        """Wait for a turn."""
        self.waiting += 1
        try:
            await self.lock.acquire()
        finally:
            self.waiting -= 1

    async def acquire_alone(self) -> None:
        """Wait for a turn with no transaction open on the connection."""
        await self.acquire()
        if self.shared is not None:
            try:
                await run_to_end(self.commit_of_others())
            except BaseException:
                self.lock.release()
                raise

    async def commit(self) -> None:
        """Commit the shared transaction, if one is open; a connection that cannot commit is closed."""
        shared, self.shared = self.shared, None
        if shared is None:
            return
        try:
            await shared.connection.execute("COMMIT")
        except BaseException as error:
            shared.resolve(error)
            await self.slot.close()
            raise
        shared.resolve()

    async def commit_of_others(self) -> None:
        """Commit what others left open: a failure is raised in their transactions and is not the caller's."""
        try:
            await self.commit()
        except sqlite3.Error as error:
            logger.warning("A commit failed.", exc_info=error)

    def abandon(self) -> None:
        """Raise in the transactions that wait for the commit: it will not happen."""
        shared, self.shared = self.shared, None
        if shared is not None:
            shared.resolve(RolledBack())

    def commit_soon(self, shared: SharedTransaction) -> None:
        """Commit after those who wait for a turn now, unless one of them commits."""
        if shared.commit_task is None:
            shared.commit_task = asyncio.create_task(self._commit_if_open(shared))

    async def _commit_if_open(self, shared: SharedTransaction) -> None:
        async with self.lock:
            if self.shared is shared:
                await self.commit_of_others()


class WriterSession(Session):
    """The turn of one transaction.

    BEGIN and COMMIT wait for locks and for the disk: they run in the connection's thread. The statements between them touch a few
    rows each and run in the caller's thread, since a hop to the other thread takes longer than such a statement; after some
    milliseconds of them other tasks may run.
    """

    def __init__(self, writer: Writer, *, brief: bool) -> None:
        """Hold the turn until it is given back or discarded."""
        self._writer = writer
        self._brief = brief
        self._joined = False
        self._released = False
        self._hold_began = 0.0
        self.connection: Connection

    async def begin(self) -> None:
        """Begin a transaction, or a savepoint in the shared one that is open."""
        if not self._brief:
            await self._writer.commit_of_others()
        self.connection = self._writer.slot.connection()
        shared = self._writer.shared
        if shared is not None and shared.connection is self.connection:
            fetch_rows(self.connection.raw, "SAVEPOINT part", ())
            self._joined = True
        else:
            self._writer.abandon()
            await self.connection.execute("BEGIN IMMEDIATE")
            self._writer.shared = SharedTransaction(self.connection)
        self._raw = self.connection.raw
        self._hold_began = monotonic()

    async def fetch(self, sql: str, args: Sequence[Any], *, quick: bool = False) -> list[dict[str, Any]]:  # noqa: ARG002 -- all are quick
        """Run a statement; refused when SQLite has ended the transaction by itself."""
        if not self._raw.in_transaction:
            raise RolledBack
        rows = fetch_rows(self._raw, sql, args)
        if monotonic() - self._hold_began > LONGEST_HOLD:
            await asyncio.sleep(0)
            self._hold_began = monotonic()
        return rows

    async def commit(self) -> None:
        """Commit at once, or together with others that wait; return when it has happened, or raise."""
        writer, shared = self._writer, self._writer.shared
        if shared is None or not self.connection.raw.in_transaction:
            raise RolledBack
        if self._joined:
            fetch_rows(self.connection.raw, "RELEASE part", ())
        shared.finished += 1
        if not (self._brief and writer.waiting) or shared.finished >= MOST_PER_COMMIT:
            await writer.commit()
            return
        writer.commit_soon(shared)
        self._release()
        await asyncio.shield(shared.committed)

    async def rollback(self) -> None:
        """Undo everything of this transaction, also when SQLite has done it already."""
        if self._joined and self.connection.raw.in_transaction:
            fetch_rows(self.connection.raw, "ROLLBACK TO part", ())
            fetch_rows(self.connection.raw, "RELEASE part", ())
            return
        self._writer.abandon()
        await self.connection.submit(lambda raw: fetch_rows(raw, "ROLLBACK", ()) if raw.in_transaction else None)

    async def give_back(self) -> None:
        """Let the next transaction have its turn."""
        self._release()

    async def discard(self) -> None:
        """Close the connection and let the next transaction open another; after the turn it is no longer ours to close."""
        if self._released:
            return
        self._writer.abandon()
        try:
            await self._writer.slot.close()
        finally:
            self._release()

    def _release(self) -> None:
        if not self._released:
            self._released = True
            self._writer.lock.release()
