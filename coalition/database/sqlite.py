"""SQLite on kept connections: one writer behind a fair lock, a few readers beside it."""

from __future__ import annotations

import asyncio
import logging
import re
import sqlite3
from typing import TYPE_CHECKING, Any

from piccolo.engine.sqlite import SQLiteEngine as PiccoloSQLiteEngine
from piccolo.engine.sqlite import convert_int_out

from coalition.database.duplicate import Duplicate
from coalition.database.kept import KeptEngine
from coalition.database.sqlite_lanes import Lane
from coalition.database.sqlite_thread import pragmas, rows_of
from coalition.database.sqlite_writer import GONE, Writer, WriterSession
from coalition.database.transactions import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coalition.database.sqlite_thread import Connection

logger = logging.getLogger(__name__)

READERS = 4
PATIENCE = 10.0
OLDEST = (3, 35)

_ONLY_READS = re.compile(r"\s*(?:select|values|explain|with)\b", re.IGNORECASE)
_MAY_WRITE = re.compile(r"\s*with\b.*\b(?:insert|update|delete|replace)\b", re.IGNORECASE | re.DOTALL)
_UNIQUE = {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_ROWID"}


def _integer(value: bytes) -> int:
    try:
        return int(value)
    except ValueError:
        return int(convert_int_out(value))


sqlite3.register_converter("INTEGER", _integer)  # as Piccolo's, without a Decimal for each cell


class Kept:
    """The connections of one event loop."""

    def __init__(self, connect: dict[str, Any]) -> None:
        """Make the places; nothing is opened yet."""
        self.writer = Writer(Lane(connect, read_only=False))
        self.readers: asyncio.LifoQueue[Lane] = asyncio.LifoQueue()
        self._lanes = [Lane(connect, read_only=True) for _ in range(READERS)]
        for lane in self._lanes:
            self.readers.put_nowait(lane)

    async def close(self) -> None:
        """Wait for the work under way, with patience, then close every connection."""
        taken: list[Lane] = []
        try:
            async with asyncio.timeout(PATIENCE):
                await self.writer.take_alone()
                try:
                    while len(taken) < READERS:
                        taken.append(await self.readers.get())
                    await self._drop()
                finally:
                    self.writer.lock.release()
        except TimeoutError:
            logger.warning("Connections were still in use when they were closed.")
            await self._drop()
        finally:
            for lane in taken:
                self.readers.put_nowait(lane)

    async def _drop(self) -> None:
        self.writer.lose(sqlite3.OperationalError(GONE))
        for lane in (self.writer.lane, *self._lanes):
            await lane.drop()


class ReaderSession(Session):
    """A lane held by one transaction that reads: what it asks may be long, and runs in the thread of the connection."""

    def __init__(self, lane: Lane, done: Callable[[], None]) -> None:
        """Hold a lane until `done` is called."""
        self._lane = lane
        self._done = done
        self.connection: Connection

    async def begin(self) -> None:
        """Start the transaction."""
        self.connection = self._lane.connection()
        await self.connection.execute("BEGIN")

    async def fetch(self, sql: str, args: Sequence[Any]) -> list[dict[str, Any]]:
        """Run a statement; refused when SQLite has ended the transaction by itself."""

        def job(raw: sqlite3.Connection) -> list[dict[str, Any]]:
            if not raw.in_transaction:
                raise sqlite3.OperationalError(GONE)
            return rows_of(raw, sql, args)

        rows: list[dict[str, Any]] = await self.connection.submit(job)
        return rows

    async def commit(self) -> None:
        """End the transaction."""
        await self.rollback()

    async def rollback(self) -> None:
        """End the transaction."""
        await self.connection.submit(lambda raw: rows_of(raw, "ROLLBACK", ()) if raw.in_transaction else None)

    async def give_back(self) -> None:
        """Let the next one have the lane."""
        self._done()

    async def discard(self) -> None:
        """Close the connection and let the next one open another."""
        try:
            await self._lane.drop()
        finally:
            self._done()


class SQLiteEngine(KeptEngine, PiccoloSQLiteEngine):  # type: ignore[misc] # own transaction class
    """Piccolo's SQLite engine on connections that stay open, per event loop."""

    def __init__(self, path: str) -> None:
        """Take the file's path; nothing is opened yet."""
        if sqlite3.sqlite_version_info < OLDEST:
            message = f"SQLite 3.35 or newer is needed, not {sqlite3.sqlite_version}."
            raise RuntimeError(message)
        super().__init__(path=path, cached_statements=256)
        self._kept: dict[asyncio.AbstractEventLoop, Kept] = {}

    def kept(self) -> Kept:
        """Answer the connections of the running event loop; closed loops are forgotten."""
        loop = asyncio.get_running_loop()
        if (kept := self._kept.get(loop)) is not None:
            return kept
        for other in [other for other in self._kept if other.is_closed()]:
            self._kept.pop(other, None)
        self._kept[loop] = kept = Kept(self.connection_kwargs)
        return kept

    async def start(self) -> None:
        """Open the writer and the first reader; the others open when they are needed."""
        await self._write("SELECT 1", ())
        await self._read("SELECT 1", ())

    async def stop(self) -> None:
        """Close the connections of the running event loop."""
        kept = self._kept.pop(asyncio.get_running_loop(), None)
        if kept is not None:
            await kept.close()

    async def session(self, *, reading: bool, brief: bool) -> Session:
        """Take a reader, or a turn of the writer."""
        kept = self.kept()
        if reading:
            lane = await kept.readers.get()
            return ReaderSession(lane, lambda: kept.readers.put_nowait(lane))
        await kept.writer.take()
        return WriterSession(kept.writer, brief=brief)

    async def alone(self, sql: str, args: Sequence[Any], *, in_pool: bool) -> list[dict[str, Any]]:  # noqa: ARG002 - both engines' signature
        """Send a reading statement to a reader and any other to the writer."""
        if _ONLY_READS.match(sql) and not _MAY_WRITE.match(sql):
            return await self._read(sql, args)
        return await self._write(sql, args)

    async def _read(self, sql: str, args: Sequence[Any]) -> list[dict[str, Any]]:
        kept = self.kept()
        lane = await kept.readers.get()
        return await _lent(lane, sql, args, lambda: kept.readers.put_nowait(lane))

    async def _write(self, sql: str, args: Sequence[Any]) -> list[dict[str, Any]]:
        writer = self.kept().writer
        await writer.take_alone()
        return await _lent(writer.lane, sql, args, writer.lock.release)

    def duplicate(self, error: BaseException) -> Duplicate | None:
        """Answer the Duplicate that a unique violation means."""
        if not isinstance(error, sqlite3.IntegrityError) or error.sqlite_errorname not in _UNIQUE:
            return None
        named = str(error).rpartition("failed: ")[2]
        return Duplicate(named.removeprefix("index ").strip("'"))

    async def get_connection(self) -> Any:
        """Open a separate connection, for Piccolo's batches only."""
        connection = await super().get_connection()
        for statement in pragmas(read_only=True):
            await connection.execute(statement)
        return connection


async def _lent(lane: Lane, sql: str, args: Sequence[Any], done: Callable[[], None]) -> list[dict[str, Any]]:
    # The lane is free again when the statement has ended, even if nobody waits for it.
    try:
        future = lane.connection().submit(lambda raw: rows_of(raw, sql, args))
    except BaseException:
        done()
        raise
    future.add_done_callback(lambda _: done())
    rows: list[dict[str, Any]] = await asyncio.shield(future)
    return rows
