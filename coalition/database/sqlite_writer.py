"""The one connection of SQLite that writes: in fair turns, and with one commit for several transactions where they queue.

To wait for the disk takes as long as a third of a signature. Where another transaction waits for its turn already, a brief one
that is done hands the connection on before the commit, and is told when the commit has come: nobody learns of success before
it is on the disk. Each undoes only its own part; a commit that fails fails for all of them. A transaction that is not brief
begins after the commit of those before it, so that none of them waits for its end.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from time import monotonic
from typing import TYPE_CHECKING, Any

from coalition.database.sqlite_thread import rows_of
from coalition.database.transactions import Session, settled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.database.sqlite_lanes import Lane
    from coalition.database.sqlite_thread import Connection

logger = logging.getLogger(__name__)

MOST = 8  # transactions in one commit
TURN = 0.005  # seconds after which a writer lets others have their turn
GONE = "The transaction has been rolled back."


class Shared:
    """What SQLite takes for one transaction, and is several of ours."""

    def __init__(self, connection: Connection) -> None:
        """Begin with none that is done."""
        self.connection = connection
        self.done = 0
        self.kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closer: asyncio.Task[None] | None = None

    def end(self, error: BaseException | None = None) -> None:
        """Tell those that are done whether they were kept."""
        if self.kept.done():
            return
        if error is None:
            self.kept.set_result(None)
        else:
            self.kept.set_exception(error)
            self.kept.exception()  # whoever ends it knows already, and there may be nobody else


class Writer:
    """Gives turns on the connection, and commits what was left open on it."""

    def __init__(self, lane: Lane) -> None:
        """Take the place of the connection."""
        self.lane = lane
        self.shared: Shared | None = None
        self.waiting = 0
        self.lock = asyncio.Lock()

    async def take(self) -> None:
        """Wait for a turn."""
        self.waiting += 1
        try:
            await self.lock.acquire()
        finally:
            self.waiting -= 1

    async def take_alone(self) -> None:
        """Wait for a turn on the connection with no transaction open on it."""
        await self.take()
        if self.shared is not None:
            try:
                await settled(self.keep_for_others())
            except BaseException:
                self.lock.release()
                raise

    async def keep(self) -> None:
        """Commit what is open; a connection that could not is closed."""
        shared, self.shared = self.shared, None
        if shared is None:
            return
        try:
            await shared.connection.execute("COMMIT")
        except BaseException as error:
            shared.end(error)
            await self.lane.drop()
            raise
        shared.end()

    async def keep_for_others(self) -> None:
        """Commit what is open: a failure is told to those whose work it is, and is nobody else's."""
        try:
            await self.keep()
        except sqlite3.Error as error:
            logger.warning("A commit failed.", exc_info=error)

    def lose(self, error: BaseException) -> None:
        """Tell those that are done that nothing was kept."""
        shared, self.shared = self.shared, None
        if shared is not None:
            shared.end(error)

    def keep_soon(self, shared: Shared) -> None:
        """Commit after those who wait for a turn now, unless one of them does."""
        if shared.closer is None:
            shared.closer = asyncio.create_task(self._close(shared))

    async def _close(self, shared: Shared) -> None:
        async with self.lock:
            if self.shared is shared:
                await self.keep_for_others()


class WriterSession(Session):
    """A turn of one transaction.

    The thread of the connection waits for locks and for the disk. The statements between, each on a few rows, run in the caller's
    thread: to hand one over takes longer than to run it. After some milliseconds of them others have their turn.
    """

    def __init__(self, writer: Writer, *, brief: bool) -> None:
        """Hold the turn until it is given back or discarded."""
        self._writer = writer
        self._brief = brief
        self._joined = False
        self._given = False
        self._turn_began = 0.0
        self.connection: Connection

    async def begin(self) -> None:
        """Start the transaction, or a part of the one that is open."""
        if not self._brief:
            await self._writer.keep_for_others()
        self.connection = self._writer.lane.connection()
        shared = self._writer.shared
        if shared is not None and shared.connection is self.connection:
            rows_of(self.connection.raw, "SAVEPOINT part", ())
            self._joined = True
        else:
            self._writer.lose(sqlite3.OperationalError(GONE))
            await self.connection.execute("BEGIN IMMEDIATE")
            self._writer.shared = Shared(self.connection)
        self._raw = self.connection.raw
        self._turn_began = monotonic()

    async def fetch(self, sql: str, args: Sequence[Any]) -> list[dict[str, Any]]:
        """Run a statement; refused when SQLite has ended the transaction by itself."""
        if not self._raw.in_transaction:
            raise sqlite3.OperationalError(GONE)
        rows = rows_of(self._raw, sql, args)
        if monotonic() - self._turn_began > TURN:
            await asyncio.sleep(0)
            self._turn_began = monotonic()
        return rows

    async def commit(self) -> None:
        """Keep everything, or raise."""
        writer, shared = self._writer, self._writer.shared
        if shared is None or not self.connection.raw.in_transaction:
            raise sqlite3.OperationalError(GONE)
        if self._joined:
            rows_of(self.connection.raw, "RELEASE part", ())
        shared.done += 1
        if not (self._brief and writer.waiting) or shared.done >= MOST:
            await writer.keep()
            return
        writer.keep_soon(shared)
        self._give()
        await asyncio.shield(shared.kept)

    async def rollback(self) -> None:
        """Undo everything of this transaction, also when SQLite did it already."""
        if self._joined and self.connection.raw.in_transaction:
            rows_of(self.connection.raw, "ROLLBACK TO part", ())
            rows_of(self.connection.raw, "RELEASE part", ())
            return
        self._writer.lose(sqlite3.OperationalError(GONE))
        await self.connection.submit(lambda raw: rows_of(raw, "ROLLBACK", ()) if raw.in_transaction else None)

    async def give_back(self) -> None:
        """Let the next one have the turn."""
        self._give()

    async def discard(self) -> None:
        """Close the connection and let the next one open another; after the turn it is not this one's to close."""
        if self._given:
            return
        self._writer.lose(sqlite3.OperationalError(GONE))
        try:
            await self._writer.lane.drop()
        finally:
            self._give()

    def _give(self) -> None:
        if not self._given:
            self._given = True
            self._writer.lock.release()
