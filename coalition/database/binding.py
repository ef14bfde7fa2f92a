"""The engine of this process and everything the domain does with it."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import SplitResult, unquote, urlsplit

from piccolo.querystring import QueryString
from piccolo.table import TABLE_REGISTRY

from coalition.database.sqlite import SQLiteEngine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from coalition.database.postgres import PostgresEngine

Engine: TypeAlias = "SQLiteEngine | PostgresEngine"

PING_SECONDS = 3.0
POOL_SIZE = 10

_HOST = re.compile(r"(?:\[[^\]]*\]|[^:\[\]]*)(?::\d+)?")

_bound: list[Engine] = []


def engine_from_url(url: str, *, size: int = POOL_SIZE) -> Engine:
    """Make the engine a URL names; nothing is opened yet.

    `sqlite:///var/x.sqlite` is relative to the working folder, `sqlite:////var/x.sqlite` is not;
    `postgresql://` is read as libpq does, `?host=/folder` included; `size` bounds its pool.
    ValueError tells what is wrong with the URL, without repeating it.
    """
    parts = _parts(url)
    if parts.scheme == "sqlite":
        return SQLiteEngine(_path(url, parts.netloc))
    if parts.scheme in {"postgresql", "postgres"}:
        from coalition.database.postgres import PostgresEngine

        return PostgresEngine({"dsn": url}, size=size)
    message = "A database URL begins with sqlite:/// or postgresql://."
    raise ValueError(message)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError:
        message = "The database URL cannot be read; special characters in it must be encoded."
        raise ValueError(message) from None
    if parts.scheme not in {"postgresql", "postgres"}:
        return parts
    if parts.path in {"", "/"}:
        message = "A PostgreSQL URL names its database: postgresql://host/database."
        raise ValueError(message)
    if not all(_HOST.fullmatch(host) for host in parts.netloc.rpartition("@")[2].split(",")):
        message = "The host or the port of the database URL cannot be read."
        raise ValueError(message)
    return parts


def _path(url: str, host: str) -> str:
    path = unquote(url.removeprefix("sqlite://").removeprefix("/"))
    if host or not path or path.endswith("/") or path == ":memory:":
        message = "A SQLite URL names a file: sqlite:///folder/file.sqlite."
        raise ValueError(message)
    return path


def bind(engine: Engine) -> None:
    """Let every table known so far use this engine, from now on the current one."""
    _bound[:] = [engine]
    for table in TABLE_REGISTRY:
        table._meta.db = engine  # noqa: SLF001 - Piccolo's own name


def current() -> Engine:
    """Answer the bound engine; LookupError when none is."""
    if not _bound:
        message = "No database is bound; call coalition.database.bind first."
        raise LookupError(message)
    return _bound[0]


def is_postgres() -> bool:
    """Whether the current engine is PostgreSQL, which locks rows one by one; SQLite locks the whole file."""
    return current().engine_type == "postgres"


async def open_engine() -> None:
    """Open the kept connections of the current engine; again does nothing."""
    await current().start()


async def close_engine() -> None:
    """Close the kept connections of the current engine; again, or without one, does nothing."""
    if _bound:
        await _bound[0].stop()


@asynccontextmanager
async def transaction(*, brief: bool = False) -> AsyncIterator[None]:
    """Write: everything in the block is kept together or not at all; inside another it joins.

    One that is `brief`, a few statements for somebody who waits, may share its commit with others that queue.
    Raises Duplicate when a unique constraint fails at the end. A failed statement, even if its
    error is caught, leaves only the undoing of the whole, except inside `savepoint()`.
    """
    async with current().transaction(brief=brief):
        yield


@asynccontextmanager
async def reading() -> AsyncIterator[None]:
    """Read a page from one connection and one snapshot; inside a transaction it joins."""
    async with current().transaction(reading=True):
        yield


@asynccontextmanager
async def savepoint() -> AsyncIterator[None]:
    """Inside a transaction: an error leaving the block undoes what the block wrote, no more."""
    active = current().active()
    if active is None:
        message = "A savepoint needs an open transaction."
        raise LookupError(message)
    point = await active.savepoint()
    try:
        yield
    except Exception:
        await point.rollback_to()
        await point.release()
        raise
    await point.release()


def after_commit(callback: Callable[[], None]) -> None:
    """Call once after the outermost transaction is committed, never if it is not.

    Outside a transaction it is called at once. An error in it is logged: the commit stands.
    """
    active = _bound[0].active() if _bound else None
    if active is None or active.reading:
        callback()
    else:
        active.callbacks.append(callback)


async def execute(sql: str, *args: Any) -> list[dict[str, Any]]:
    """Send raw SQL, `{}` standing for each argument, and answer its rows."""
    engine = current()
    rows = await engine.run_querystring(QueryString(sql, *args))
    return engine.transform_response_to_dicts(rows)


async def ping() -> bool:
    """Answer whether the database answers."""
    try:
        async with asyncio.timeout(PING_SECONDS):
            await execute("SELECT 1")
    except Exception:  # noqa: BLE001 - whatever it is, it does not answer
        return False
    return True
