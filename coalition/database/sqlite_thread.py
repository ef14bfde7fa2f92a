"""One SQLite connection on a thread of its own, and a slot that opens it when it is needed."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import suppress
from itertools import repeat
from operator import itemgetter
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Job: TypeAlias = Callable[[sqlite3.Connection], Any]
    Jobs: TypeAlias = SimpleQueue[tuple[asyncio.Future[Any] | None, Job | None]]

PRAGMAS = (
    ("busy_timeout", "10000"),
    ("journal_mode", "WAL"),
    ("synchronous", "FULL"),
    ("foreign_keys", "ON"),
    ("secure_delete", "ON"),
    ("trusted_schema", "OFF"),
    ("cache_size", "-8000"),
    ("temp_store", "MEMORY"),
    ("journal_size_limit", "67108864"),
)

LONGEST_HOLD = 0.005  # seconds of statements in the caller's thread after which other tasks may run


class RolledBack(sqlite3.OperationalError):
    """SQLite has ended the transaction by itself, or the commit that it shared failed."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("The transaction has been rolled back.")


def pragmas(*, read_only: bool) -> list[str]:
    """Return the statements that every new connection runs first."""
    statements = [f"PRAGMA {name} = {value}" for name, value in PRAGMAS]
    return [*statements, "PRAGMA query_only = ON"] if read_only else statements


_first = itemgetter(0)


def fetch_rows(connection: sqlite3.Connection, sql: str, args: Sequence[Any]) -> list[dict[str, Any]]:
    """Run one statement to its end and return its rows as Piccolo expects them."""
    cursor = connection.execute(sql, args)
    try:
        if cursor.description is None:
            return []
        names = list(map(_first, cursor.description))
        return [*map(dict, map(zip, repeat(names), cursor))]
    finally:
        cursor.close()


class State(Struct):
    """What a connection and its thread share."""

    broken: bool = False
    closed: bool = False
    ready: bool = False
    raw: sqlite3.Connection | None = None


class Connection:
    """A connection that its thread opens at once; if that fails, every job fails with the same error.

    It ends when it is closed or garbage-collected, and its thread never delays the end of the process.
    """

    def __init__(self, arguments: dict[str, Any], *, read_only: bool) -> None:
        """Start the thread, which opens the connection with the arguments of `sqlite3.connect`."""
        self._jobs: Jobs = SimpleQueue()
        self._state = State()
        thread_arguments = (self._jobs, self._state, arguments, pragmas(read_only=read_only))
        Thread(target=_run_thread, args=thread_arguments, name="sqlite", daemon=True).start()

    @property
    def broken(self) -> bool:
        """Whether it could not be opened or is closed."""
        return self._state.broken

    @property
    def ready(self) -> bool:
        """Whether it is open, with all its settings."""
        return self._state.ready and not self._state.broken

    @property
    def raw(self) -> sqlite3.Connection:
        """The connection itself, for a caller that holds it alone and has no job in its queue."""
        if self._state.raw is None or self._state.closed:
            raise RolledBack
        return self._state.raw

    def submit(self, job: Job) -> asyncio.Future[Any]:
        """Queue a job for the thread; a job whose future is cancelled before it begins is skipped, and after closing every job fails."""
        future = asyncio.get_running_loop().create_future()
        if self._state.closed:
            future.set_exception(RolledBack())
        else:
            self._jobs.put((future, job))
        return future

    async def execute(self, sql: str, args: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Run one statement and return its rows."""
        rows: list[dict[str, Any]] = await self.submit(lambda raw: fetch_rows(raw, sql, args))
        return rows

    async def close(self) -> None:
        """Close after the jobs already queued."""
        if not self._state.closed:
            self._state.closed = self._state.broken = True
            future = asyncio.get_running_loop().create_future()
            self._jobs.put((future, None))
            await future

    def __del__(self) -> None:
        """End the thread of a connection that nobody holds any more."""
        if not self._state.closed:
            self._jobs.put((None, None))


class Slot:
    """A place for one connection: opened when it is needed, and again after it was closed."""

    def __init__(self, arguments: dict[str, Any], *, read_only: bool) -> None:
        """Remember the arguments of `sqlite3.connect`."""
        self._arguments = arguments
        self._read_only = read_only
        self._connection: Connection | None = None

    def connection(self) -> Connection:
        """Return the connection; it opens on its own thread."""
        if self._connection is None or self._connection.broken:
            self._connection = Connection(self._arguments, read_only=self._read_only)
        return self._connection

    async def close(self) -> None:
        """Close the connection; what it had not committed is rolled back."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()


def _run_thread(jobs: Jobs, state: State, arguments: dict[str, Any], statements: list[str]) -> None:
    raw: sqlite3.Connection | None = None
    failure: Exception | None = None
    try:
        raw = state.raw = sqlite3.connect(**arguments, check_same_thread=False)
        for statement in statements:
            raw.execute(statement).close()
        state.ready = True
    except Exception as error:  # noqa: BLE001 -- every job raises it
        failure = error
        state.broken = True
    while _run_next_job(jobs, raw, failure):
        pass
    if raw is not None:
        raw.close()


def _run_next_job(jobs: Jobs, raw: sqlite3.Connection | None, failure: Exception | None) -> bool:
    """Run one job; return False when there will be no more."""
    future, job = jobs.get()
    if job is None:
        if raw is not None:
            raw.close()
        _resolve_from_thread(future, None, None)
        return False
    if future is not None and future.cancelled():
        return True
    result, error = None, failure
    if raw is not None and failure is None:
        try:
            result = job(raw)
        except Exception as raised:  # noqa: BLE001 -- the caller raises it
            error = raised
    _resolve_from_thread(future, result, error)
    return True


def _resolve_from_thread(future: asyncio.Future[Any] | None, result: object, error: Exception | None) -> None:
    if future is not None:
        with suppress(RuntimeError):  # the event loop is closed
            future.get_loop().call_soon_threadsafe(_resolve, future, result, error)


def _resolve(future: asyncio.Future[Any], result: object, error: Exception | None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
