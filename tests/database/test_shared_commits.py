"""Transactions that queue on SQLite share a commit: nobody hears of success too early, and nobody's failure is another's."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from piccolo.table import create_db_tables

from coalition import database
from tests.database.cases import Name

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from coalition.database import SQLiteEngine

SOON = 10


@pytest.fixture
async def writing(sqlite: SQLiteEngine) -> AsyncIterator[SQLiteEngine]:
    await database.open_engine()
    await create_db_tables(Name)
    await database.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
    await database.execute("CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)")
    async with asyncio.timeout(SOON):
        yield sqlite


def seen_elsewhere(engine: SQLiteEngine) -> set[str]:
    """Return what another process can read."""
    other = sqlite3.connect(engine.path)
    try:
        return {name for (name,) in other.execute("SELECT name FROM database_test_name")}
    finally:
        other.close()


def commits(engine: SQLiteEngine) -> list[str]:
    found: list[str] = []
    engine.connections().writer.slot.connection().raw.set_trace_callback(lambda sql: found.append(sql) if sql == "COMMIT" else None)
    return found


async def write(name: str, *, bad: bool = False) -> None:
    async with database.transaction(brief=True):
        await Name.insert(Name(name=name))
        await asyncio.sleep(0)
        if bad:
            raise ValueError(name)


async def test_those_who_queue_share_commits_and_are_told_afterwards(writing: SQLiteEngine) -> None:
    committed = commits(writing)

    async def write_one(name: str) -> None:
        await write(name)
        assert name in seen_elsewhere(writing)

    await asyncio.gather(*(write_one(str(number)) for number in range(40)))

    assert seen_elsewhere(writing) == {str(number) for number in range(40)}
    assert 5 <= len(committed) <= 10


async def test_a_long_one_begins_after_the_commit_of_those_before_it(writing: SQLiteEngine) -> None:
    seen: set[str] = set()

    async def long() -> None:
        async with database.transaction():
            seen.update(seen_elsewhere(writing))
            await Name.insert(Name(name="long"))

    await asyncio.gather(write("a"), write("b"), long(), write("c"))

    assert seen == {"a", "b"}
    assert seen_elsewhere(writing) == {"a", "b", "c", "long"}


async def test_one_alone_commits_at_once(writing: SQLiteEngine) -> None:
    committed = commits(writing)
    for number in range(3):
        await write(str(number))
    assert len(committed) == 3


async def test_the_failure_of_one_undoes_only_its_own_part(writing: SQLiteEngine) -> None:
    results = await asyncio.gather(*(write(str(number), bad=number % 3 == 1) for number in range(20)), return_exceptions=True)

    failed = {str(result) for result in results if isinstance(result, ValueError)}
    assert failed == {str(number) for number in range(1, 20, 3)}
    assert seen_elsewhere(writing) == {str(number) for number in range(20)} - failed


async def test_a_statement_that_fails_inside_a_shared_transaction_fails_alone(writing: SQLiteEngine) -> None:
    async def twice(name: str) -> None:
        async with database.transaction(brief=True):
            await Name.insert(Name(name=name))
            await database.execute("INSERT INTO nowhere VALUES (1)")

    results = await asyncio.gather(write("a"), twice("b"), write("c"), twice("d"), write("e"), return_exceptions=True)

    assert [type(result).__name__ for result in results] == ["NoneType", "OperationalError", "NoneType", "OperationalError", "NoneType"]
    assert seen_elsewhere(writing) == {"a", "c", "e"}


async def test_a_commit_that_fails_is_told_to_all_who_shared_it(writing: SQLiteEngine) -> None:
    async def orphan() -> None:
        async with database.transaction(brief=True):
            await database.execute("INSERT INTO child (parent) VALUES (7)")

    async def long() -> None:
        async with database.transaction():
            await Name.insert(Name(name="long"))

    results = await asyncio.gather(write("a"), orphan(), write("c"), long(), return_exceptions=True)

    assert [type(result).__name__ for result in results] == ["IntegrityError", "IntegrityError", "IntegrityError", "NoneType"]
    assert seen_elsewhere(writing) == {"long"}


@pytest.mark.parametrize("turns", range(8))
async def test_one_that_waits_and_is_cancelled_leaves_nobody_hanging(writing: SQLiteEngine, turns: int) -> None:
    go_on = asyncio.Event()

    async def held() -> None:
        async with database.transaction(brief=True):
            await Name.insert(Name(name="first"))
            await go_on.wait()

    first, second = asyncio.create_task(held()), asyncio.create_task(write("second"))
    await asyncio.sleep(0.02)
    go_on.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    second.cancel()
    await first
    with suppress(asyncio.CancelledError):
        await second
    assert seen_elsewhere(writing) in ({"first"}, {"first", "second"})
    await write("third")
    assert "third" in seen_elsewhere(writing)


async def test_nobody_waits_for_a_commit_after_the_end(writing: SQLiteEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coalition.database.sqlite.PATIENCE", 0.1)
    first_is_in, second_is_in, go_on = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def write_alone(name: str, inside: asyncio.Event, until: asyncio.Event) -> None:
        async with database.transaction(brief=True):
            await Name.insert(Name(name=name))
            inside.set()
            await until.wait()

    first = asyncio.create_task(write_alone("first", first_is_in, go_on))
    await first_is_in.wait()
    second = asyncio.create_task(write_alone("second", second_is_in, asyncio.Event()))
    await asyncio.sleep(0.02)
    go_on.set()
    await second_is_in.wait()

    await database.close_engine()
    with pytest.raises(database.Unavailable, match="rolled back"):
        await first
    second.cancel()
    with suppress(asyncio.CancelledError):
        await second
    assert seen_elsewhere(writing) == set()


async def test_a_lone_statement_and_the_end_come_after_the_commit(writing: SQLiteEngine) -> None:
    tasks = [asyncio.create_task(write(str(number))) for number in range(5)]
    await asyncio.sleep(0)
    await database.execute("INSERT INTO database_test_name (name) VALUES ('alone')")
    assert "alone" in seen_elsewhere(writing)
    more = [asyncio.create_task(write(f"more {number}")) for number in range(5)]
    await asyncio.sleep(0)
    await asyncio.gather(*tasks, *more)
    await database.close_engine()
    assert len(seen_elsewhere(writing)) == 11
