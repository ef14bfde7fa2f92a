"""SQLite on connections that stay open: one writer whose turns are fair, and a few readers beside it."""

from __future__ import annotations

import asyncio
import logging
import re
import sqlite3
from typing import TYPE_CHECKING, Any, TypeAlias

from coalition.database.duplicate import Duplicate
from coalition.database.engine import Engine
from coalition.database.piccolo_internals import SQLiteBase, read_cells_quickly
from coalition.database.sqlite_reader import ReaderSession
from coalition.database.sqlite_thread import RolledBack, Slot, fetch_rows, pragmas
from coalition.database.sqlite_writer import Writer, WriterSession
from coalition.database.unavailable import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coalition.database.transactions import Session
    from coalition.errors import CoalitionError

    Work: TypeAlias = Callable[[sqlite3.Connection], list[dict[str, Any]]]

logger = logging.getLogger(__name__)

READERS = 4
PATIENCE = 10.0  # seconds that closing waits for connections in use
OLDEST = (3, 35)

_ONLY_READS = re.compile(r"\s*(?:select|values|explain|with)\b", re.IGNORECASE)
_MAY_WRITE = re.compile(r"\s*with\b.*\b(?:insert|update|delete|replace)\b", re.IGNORECASE | re.DOTALL)
_UNIQUE = {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_ROWID"}
# The first part of the names of SQLite's errors that say that the disk is full or fails, the file is away, or a lock does not end.
_UNAVAILABLE = re.compile(r"SQLITE_(?:FULL|IOERR|CANTOPEN|READONLY|BUSY|LOCKED|PROTOCOL|NOMEM|CORRUPT|NOTADB)(?:_|$)")


class Connections:
    """The connections of one event loop."""

    def __init__(self, arguments: dict[str, Any]) -> None:
        """Make the slots; nothing is opened yet."""
        self.writer = Writer(Slot(arguments, read_only=False))
        self.readers: asyncio.LifoQueue[Slot] = asyncio.LifoQueue()
        self._reader_slots = [Slot(arguments, read_only=True) for _ in range(READERS)]
        for slot in self._reader_slots:
            self.readers.put_nowait(slot)

    async def close(self) -> None:
        """Wait some seconds for connections in use, then close them all."""
        taken: list[Slot] = []
        try:
            async with asyncio.timeout(PATIENCE):
                await self.writer.acquire_alone()
                try:
                    while len(taken) < READERS:
                        taken.append(await self.readers.get())
                    await self._close_slots()
                finally:
                    self.writer.lock.release()
        except TimeoutError:
            logger.warning("Connections were still in use when they were closed.")
            await self._close_slots()
        finally:
            for slot in taken:
                self.readers.put_nowait(slot)

    async def _close_slots(self) -> None:
        self.writer.abandon()
        for slot in (self.writer.slot, *self._reader_slots):
            await slot.close()


class SQLiteEngine(Engine, SQLiteBase):  # type: ignore[misc]  # its transactions are ours, not Piccolo's
    """Piccolo's SQLite engine on connections that stay open, for each event loop its own."""

    first_statements = pragmas(read_only=True)

    def __init__(self, path: str) -> None:
        """Take the file's path; nothing is opened yet."""
        if sqlite3.sqlite_version_info < OLDEST:
            message = f"SQLite 3.35 or newer is needed, not {sqlite3.sqlite_version}."
            raise RuntimeError(message)
        super().__init__(path=path, cached_statements=256)
        read_cells_quickly()
        self._connections: dict[asyncio.AbstractEventLoop, Connections] = {}

    def connections(self) -> Connections:
        """Return the connections of the running event loop; those of closed loops are forgotten."""
        loop = asyncio.get_running_loop()
        if (connections := self._connections.get(loop)) is not None:
            return connections
        for other in [other for other in self._connections if other.is_closed()]:
            self._connections.pop(other, None)
        self._connections[loop] = connections = Connections(self.connect_arguments)
        return connections

    async def start(self) -> None:
        """Open the writer and the first reader; the others open when they are needed."""
        await self._write("SELECT 1", ())
        await self._read("SELECT 1", ())

    async def stop(self) -> None:
        """Close the connections of the running event loop."""
        connections = self._connections.pop(asyncio.get_running_loop(), None)
        if connections is not None:
            await connections.close()

    async def session(self, *, reading: bool, brief: bool) -> Session:
        """Take a reader, or a turn of the writer."""
        connections = self.connections()
        if reading:
            slot = await connections.readers.get()
            return ReaderSession(slot, lambda: connections.readers.put_nowait(slot))
        await connections.writer.acquire()
        return WriterSession(connections.writer, brief=brief)

    async def send_alone(self, sql: str, args: Sequence[Any], *, in_pool: bool) -> list[dict[str, Any]]:  # noqa: ARG002 -- both engines' signature
        """Send a statement that only reads to a reader, and any other to the writer."""
        if _ONLY_READS.match(sql) and not _MAY_WRITE.match(sql):
            return await self._read(sql, args)
        return await self._write(sql, args)

    async def _read(self, sql: str, args: Sequence[Any]) -> list[dict[str, Any]]:
        connections = self.connections()
        slot = await connections.readers.get()
        return await _run_and_release(slot, lambda raw: fetch_rows(raw, sql, args), lambda: connections.readers.put_nowait(slot))

    async def _write(self, sql: str, args: Sequence[Any]) -> list[dict[str, Any]]:
        return await self._work_alone(lambda raw: fetch_rows(raw, sql, args))

    async def shorten_log(self) -> bool:
        """Move the write-ahead log into the file and empty it; False if somebody was reading."""
        [row] = await self._work_alone(_empty_log)
        return not row["busy"]

    async def compact(self, *_tables: str) -> None:
        """Write the whole file anew."""
        await self._write("VACUUM", ())
        await self.shorten_log()

    async def _work_alone(self, work: Work) -> list[dict[str, Any]]:
        writer = self.connections().writer
        await writer.acquire_alone()
        return await _run_and_release(writer.slot, work, writer.lock.release)

    def translated(self, error: BaseException, *, reading: bool = False) -> CoalitionError | None:
        """Return the Duplicate for a unique violation, the Unavailable for a failing or full disk; None for any other error."""
        if isinstance(error, RolledBack):
            return Unavailable("rolled back")
        name: str = getattr(error, "sqlite_errorname", "")
        if name in _UNIQUE:
            named = str(error).rpartition("failed: ")[2]
            return Duplicate(named.removeprefix("index ").strip("'"))
        if _UNAVAILABLE.match(name) and not (reading and name == "SQLITE_READONLY"):
            return Unavailable(name)
        return None


def _empty_log(raw: sqlite3.Connection) -> list[dict[str, Any]]:
    """Empty the write-ahead log; those who write meanwhile wait for a fifth of a second at most, not for the slowest reader."""
    fetch_rows(raw, "PRAGMA busy_timeout = 200", ())
    try:
        return fetch_rows(raw, "PRAGMA wal_checkpoint(TRUNCATE)", ())
    finally:
        fetch_rows(raw, pragmas(read_only=False)[0], ())


async def _run_and_release(slot: Slot, work: Work, release: Callable[[], None]) -> list[dict[str, Any]]:
    """Run work on a connection; the slot is free again when it has ended, even if its caller was cancelled."""
    try:
        future = slot.connection().submit(work)
    except BaseException:
        release()
        raise
    future.add_done_callback(lambda _: release())
    rows: list[dict[str, Any]] = await asyncio.shield(future)
    return rows
