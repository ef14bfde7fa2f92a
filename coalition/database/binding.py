"""The engine of this process, and what the domain does with it: write in a transaction, read a page, run SQL."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from coalition.database.piccolo_internals import raw_statement, use_engine
from coalition.database.transactions import LastStep
from coalition.shown_again import check_carried_out

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine

    from coalition.database.engine import Engine

PING_SECONDS = 3.0
Outcome = TypeVar("Outcome")

_current: list[Engine] = []


def bind(engine: Engine) -> None:
    """Let every table known so far use this engine, which becomes the current one."""
    _current[:] = [engine]
    use_engine(engine)


def current() -> Engine:
    """Return the current engine; LookupError when none is bound."""
    if not _current:
        message = "No database is bound; call coalition.database.bind first."
        raise LookupError(message)
    return _current[0]


def is_postgres() -> bool:
    """Return whether the current engine is PostgreSQL, which locks single rows; SQLite locks the whole file."""
    return current().engine_type == "postgres"


async def open_engine() -> None:
    """Open the connections of the current engine; a second call does nothing."""
    await current().start()


async def close_engine() -> None:
    """Close the connections of the current engine; a second call, or one without an engine, does nothing."""
    if _current:
        await _current[0].stop()


@asynccontextmanager
async def transaction(*, brief: bool = False) -> AsyncIterator[None]:
    """Write: everything in the block is committed together or not at all; inside another transaction it joins that one.

    A `brief` transaction (a few statements for somebody who waits) may share its commit with others that wait for their turn.
    Raises Duplicate when a unique constraint fails at the commit. After a statement has failed, even if its error is caught,
    the whole transaction can only be rolled back, except inside `savepoint()`.
    Raises NothingCarriedOut in a request that only shows a form again.
    """
    check_carried_out()
    async with current().transaction(brief=brief):
        yield


@asynccontextmanager
async def reading() -> AsyncIterator[None]:
    """Read a page from one connection and one snapshot; inside a transaction it joins that one."""
    async with current().transaction(reading=True):
        yield


@asynccontextmanager
async def savepoint() -> AsyncIterator[None]:
    """Inside a transaction: an error that leaves the block undoes what the block wrote, and no more."""
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


class _Undone(Exception):
    """Rolls a transaction back that was only made to look at its outcome."""


async def as_if(change: Callable[[], Awaitable[object]], read: Callable[[], Awaitable[Outcome]]) -> Outcome:
    """Make a change, read what it leads to, and undo it: nothing is written, and no callback runs. An error of the change is raised."""
    outcome: list[Outcome] = []
    with suppress(_Undone):
        async with transaction():
            await change()
            outcome.append(await read())
            raise _Undone
    return outcome[0]


def after_commit(callback: Callable[[], None]) -> None:
    """Call a function once after the outermost transaction has committed, never if it has not.

    Outside a transaction it is called at once. An error in it is logged: the commit stands.
    """
    active = _current[0].active() if _current else None
    if active is None or active.reading:
        callback()
    else:
        active.callbacks.append(callback)


def before_commit(step: Callable[..., Coroutine[Any, Any, None]], place: int = 0, *, once: bool = False, part: Any = None) -> None:
    """Run a step at the end of the outermost transaction, just before its commit; if it fails, everything is rolled back.

    A lock that is taken there is held for a moment only. Steps run by place, those of the same place as they were added: a step that
    takes a lock has the place of the lock, so that no two transactions take two of them in different orders. With `once`, the same step
    is not added again before it has run. A step with a `part` runs once, with the list of all parts that were added for it.
    """
    active = current().active()
    if active is None or active.reading:
        message = "A last step needs an open transaction that writes."
        raise LookupError(message)
    last = LastStep(place, step, part)
    if not (once and last in active.last_steps):
        active.last_steps.append(last)


async def take_last_steps(place: int) -> None:
    """Run the last steps now that have a place up to this one, if one of them has it: for whoever reads what they write."""
    active = current().active()
    if active is not None and any(step.place == place for step in active.last_steps):
        await active.take_last_steps(place)


async def execute(sql: str, *args: Any) -> list[dict[str, Any]]:
    """Run raw SQL, with `{}` for each argument, and return its rows."""
    engine = current()
    return engine.dictionaries(await engine.send(*raw_statement(sql, args, engine.engine_type)))


async def shorten_log() -> bool:
    """Empty the write-ahead log of SQLite, which still holds what was deleted; return False if that must be tried again."""
    return await current().shorten_log()


async def compact(*tables: str) -> None:
    """Write the files of some tables anew, without what was deleted; outside a transaction."""
    await current().compact(*tables)


async def has_trigrams() -> bool:
    """Return whether words can be indexed by groups of three letters: FTS5 is part of SQLite, PostgreSQL has an extension, which is added."""
    if is_postgres() and not await execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'"):
        try:
            await execute("CREATE EXTENSION pg_trgm")
        except Exception:  # noqa: BLE001 -- whatever the reason is, an administrator must add it
            return False
    return True


async def indexes_every_script() -> bool:
    """Return whether PostgreSQL groups letters that are not Latin; under LC_CTYPE C it does not, and each search reads the whole table."""
    if not is_postgres():
        return True
    [row] = await execute("SELECT show_trgm('права') AS groups")
    return bool(row["groups"])


async def analyse(*tables: str) -> None:
    """Let the planner of the database know how many rows some tables hold now, or all of them; after many were written, outside a transaction."""
    for table in tables or [""]:
        await execute(f"ANALYZE {table}")


async def ping() -> bool:
    """Return whether the database answers."""
    try:
        async with asyncio.timeout(PING_SECONDS):
            await execute("SELECT 1")
    except Exception:  # noqa: BLE001 -- whatever the error is, the database does not answer
        return False
    return True


# Settings of a PostgreSQL server with which its log holds no value of a row; only its administrator can change them.
_QUIET = {
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length_on_error": "0",
}


async def talkative_settings() -> list[str]:
    """Return the settings that keep values out of the server's log and differ on this server; SQLite writes no log."""
    if not is_postgres():
        return []
    current_values = {name: (await execute(f"SHOW {name}"))[0][name] for name in _QUIET}
    return [f"{name} = {value}" for name, value in _QUIET.items() if current_values[name] != value]
