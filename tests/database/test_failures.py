"""Cancels and failures at every point leak no connection and halve no transaction."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING, Any

import asyncpg  # type: ignore[import-untyped]  # it carries no type marker
import pytest
from piccolo.table import create_db_tables

from coalition import database
from coalition.database.postgres import PostgresEngine, PostgresSession
from coalition.database.sqlite import SQLiteEngine
from coalition.database.sqlite_reader import ReaderSession
from coalition.database.sqlite_writer import WriterSession
from tests.database.cases import (
    POOL,
    SOON,
    Half,
    Name,
    elsewhere,
    halves,
    require_whole,
    write_couple,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SESSIONS = (WriterSession, ReaderSession, PostgresSession)


async def _anything(number: int, chance: random.Random, announced: set[int]) -> None:
    turn = chance.randrange(8)
    if turn == 0:
        async with database.reading():
            assert set((await halves()).values()) <= {2}
            await Name.count()
    elif turn == 1:
        await Name.insert(Name(name=f"{number}"))
        await Half.select()
    elif turn == 2:
        with suppress(database.Duplicate):
            async with database.transaction():
                database.after_commit(lambda: announced.add(number))
                await write_couple(number)
                await Name.insert(Name(name="one"))
                await Name.insert(Name(name="one"))
    else:
        async with database.transaction():
            database.after_commit(lambda: announced.add(number))
            await write_couple(number)


async def _cancelled_at_some_point(number: int, chance: random.Random, announced: set[int]) -> bool:
    task = elsewhere(_anything(number, chance, announced))
    if chance.random() < 0.5:
        for _ in range(chance.randrange(60)):
            await asyncio.sleep(0)
    else:
        await asyncio.sleep(chance.random() * 0.02)
    if number % 5:
        task.cancel()
        if chance.random() < 0.3:
            await asyncio.sleep(0)
            task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        return True
    return False


@pytest.mark.parametrize("seed", range(3))
async def test_cancelling_anywhere_leaks_nothing_and_halves_nothing(engine: object, seed: int) -> None:
    chance = random.Random(seed)
    outcomes: list[bool] = []
    announced: set[int] = set()
    for start in range(0, 300, 10):
        numbers = range(start, start + 10)
        async with asyncio.timeout(SOON):
            outcomes += await asyncio.gather(*(_cancelled_at_some_point(number, chance, announced) for number in numbers))
    assert set(outcomes) == {True, False}
    rows = await halves()
    assert rows
    assert set(rows.values()) == {2}
    assert announced == set(rows)
    await require_whole(engine)


async def test_a_cancel_during_the_commit_waits_for_it(engine: object, monkeypatch: pytest.MonkeyPatch) -> None:
    committing, go_on, calls = asyncio.Event(), asyncio.Event(), []
    for session in SESSIONS:

        async def slow(self: Any, commit: Callable[[Any], Any] = session.commit) -> None:
            committing.set()
            await go_on.wait()
            await commit(self)

        monkeypatch.setattr(session, "commit", slow)

    async def write() -> None:
        async with database.transaction():
            database.after_commit(lambda: calls.append("kept"))
            await Name.insert(Name(name="kept"))

    task = elsewhere(write())
    await committing.wait()
    task.cancel()
    await asyncio.sleep(0)
    assert not task.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await Name.exists().where(Name.name == "kept")
    assert calls == ["kept"]
    await require_whole(engine)


async def test_a_cancel_before_the_binding_leaves_nothing_open(postgres: PostgresEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    await create_db_tables(Name)
    prepare = asyncpg.Connection._get_statement

    async def cancelled(*args: Any, **kwargs: Any) -> None:
        await prepare(*args, **kwargs)
        raise asyncio.CancelledError

    for block in (database.transaction, database.reading, nullcontext):
        monkeypatch.setattr(asyncpg.Connection, "_get_statement", cancelled)
        with pytest.raises(asyncio.CancelledError):
            async with block():
                await Name.select()
        monkeypatch.undo()
        await require_whole(postgres)


async def test_a_commit_that_fails_is_told_and_frees_everything(engine: object) -> None:
    calls: list[str] = []
    async with asyncio.timeout(SOON):
        for _ in range(POOL + 1):
            with pytest.raises(Exception, match=r"(?i)foreign key"):  # noqa: PT012 - the block is the story
                async with database.transaction():
                    database.after_commit(lambda: calls.append("never"))
                    await database.execute("INSERT INTO child (parent) VALUES (7)")
    assert calls == []
    assert await database.execute("SELECT * FROM child") == []
    await require_whole(engine)


async def test_a_begin_that_fails_frees_everything(engine: object, monkeypatch: pytest.MonkeyPatch) -> None:
    for session in SESSIONS:

        async def begin(self: Any, real: Callable[[Any], Any] = session.begin) -> None:
            await real(self)
            message = "no beginning"
            raise RuntimeError(message)

        monkeypatch.setattr(session, "begin", begin)
    async with asyncio.timeout(SOON):
        for _ in range(POOL + 1):
            with pytest.raises(RuntimeError, match="no beginning"):
                async with database.transaction():
                    pytest.fail("It began.")
            with pytest.raises(RuntimeError, match="no beginning"):
                async with database.reading():
                    pytest.fail("It began.")
    monkeypatch.undo()
    await require_whole(engine)


async def test_a_writer_elsewhere_makes_begin_fail_and_nothing_else(sqlite: SQLiteEngine) -> None:
    await create_db_tables(Name)
    await database.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(sqlite.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(database.Unavailable, match="SQLITE_BUSY"):
        async with database.transaction():
            pytest.fail("It began.")
    other.close()
    assert await database.execute("PRAGMA busy_timeout") == [{"timeout": 10000}]
    await require_whole(sqlite)


async def test_a_server_that_goes_away_leaves_the_pool_whole(postgres: PostgresEngine) -> None:
    await create_db_tables(Name)
    async with asyncio.timeout(SOON):
        for _ in range(POOL + 1):
            with pytest.raises(database.Unavailable, match=r"57P01|08003"):
                async with database.transaction():
                    await database.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    await require_whole(postgres)
