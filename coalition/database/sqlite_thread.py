"""One SQLite connection on a thread of its own: every statement is one hop there and back."""

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


def pragmas(*, read_only: bool) -> list[str]:
    """Answer the statements every new connection runs first."""
    statements = [f"PRAGMA {name} = {value}" for name, value in PRAGMAS]
    return [*statements, "PRAGMA query_only = ON"] if read_only else statements


_first = itemgetter(0)


def rows_of(connection: sqlite3.Connection, sql: str, args: Sequence[Any]) -> list[dict[str, Any]]:
    """Run one statement to its end and answer its rows as Piccolo expects them."""
    cursor = connection.execute(sql, args)
    try:
        if cursor.description is None:
            return []
        names = list(map(_first, cursor.description))
        return [*map(dict, map(zip, repeat(names), cursor))]
    finally:
        cursor.close()


class State(Struct):
    """What a connection and its thread tell each other."""

    broken: bool = False
    ended: bool = False
    raw: sqlite3.Connection | None = None


class Connection:
    """A connection that opens at its first job; every job fails if that failed.

    It ends when closed or forgotten, and its thread never holds up the end of the process.
    """

    def __init__(self, connect: dict[str, Any], *, read_only: bool) -> None:
        """Start the thread, which opens the connection."""
        self._jobs: Jobs = SimpleQueue()
        self._state = State()
        statements = pragmas(read_only=read_only)
        arguments = (self._jobs, self._state, connect, statements)
        Thread(target=_work, args=arguments, name="sqlite", daemon=True).start()

    @property
    def broken(self) -> bool:
        """Whether it could not be opened or is closed."""
        return self._state.broken

    @property
    def raw(self) -> sqlite3.Connection:
        """The connection itself, for whoever holds it alone and whose last job is done."""
        if self._state.raw is None or self._state.ended:
            message = "The connection is not open."
            raise sqlite3.ProgrammingError(message)
        return self._state.raw

    def submit(self, job: Job) -> asyncio.Future[Any]:
        """Queue a job for the thread; cancelling the future skips a job not begun yet."""
        future = asyncio.get_running_loop().create_future()
        self._jobs.put((future, job))
        return future

    async def execute(self, sql: str, args: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Run one statement and answer its rows."""
        rows: list[dict[str, Any]] = await self.submit(lambda raw: rows_of(raw, sql, args))
        return rows

    async def close(self) -> None:
        """Close after the jobs already queued."""
        if not self._state.ended:
            self._state.ended = self._state.broken = True
            future = asyncio.get_running_loop().create_future()
            self._jobs.put((future, None))
            await future

    def __del__(self) -> None:
        """End the thread of a connection nobody holds any more."""
        if not self._state.ended:
            self._jobs.put((None, None))


def _work(jobs: Jobs, state: State, connect: dict[str, Any], statements: list[str]) -> None:
    raw: sqlite3.Connection | None = None
    failure: Exception | None = None
    try:
        raw = state.raw = sqlite3.connect(**connect, check_same_thread=False)
        for statement in statements:
            raw.execute(statement).close()
    except Exception as error:  # noqa: BLE001 - told to whoever asks for work
        failure = error
        state.broken = True
    while _turn(jobs, raw, failure):
        pass
    if raw is not None:
        raw.close()


def _turn(jobs: Jobs, raw: sqlite3.Connection | None, failure: Exception | None) -> bool:
    future, job = jobs.get()
    if job is None:
        if raw is not None:
            raw.close()
        _tell(future, None, None)
        return False
    if future is not None and future.cancelled():
        return True
    result, error = None, failure
    if raw is not None and failure is None:
        try:
            result = job(raw)
        except Exception as raised:  # noqa: BLE001 - told to whoever asked
            error = raised
    _tell(future, result, error)
    return True


def _tell(future: asyncio.Future[Any] | None, result: object, error: Exception | None) -> None:
    if future is not None:
        with suppress(RuntimeError):  # the event loop has gone
            future.get_loop().call_soon_threadsafe(_resolve, future, result, error)


def _resolve(future: asyncio.Future[Any], result: object, error: Exception | None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
