"""The one way to write and the one way to read, on both engines."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from piccolo.engine.exceptions import TransactionError
from piccolo.table import create_db_tables

from coalition import database
from coalition.database.postgres import PostgresEngine
from tests.database.cases import Name, elsewhere, halves, require_whole, write_couple

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from typing import Any


async def test_fifty_writers_at_once_all_succeed(engine: object) -> None:
    await asyncio.gather(*(elsewhere(write_couple(number)) for number in range(50)))
    assert await halves() == dict.fromkeys(range(50), 2)
    await require_whole(engine)


async def test_writers_beside_plain_statements_and_readers(engine: object) -> None:
    async def plain(number: int) -> None:
        await Name.insert(Name(name=f"plain {number}"))
        async with database.reading():
            assert all(count == 2 for count in (await halves()).values())

    work = [write_couple, plain]
    await asyncio.gather(*(elsewhere(work[number % 2](number)) for number in range(60)))
    assert await Name.count() == 30
    assert len(await halves()) == 30
    await require_whole(engine)


async def test_an_error_undoes_the_outermost_block(engine: object) -> None:
    with pytest.raises(KeyError):  # noqa: PT012 - the block is the story
        async with database.transaction():
            await write_couple(1)
            raise KeyError
    assert await halves() == {}
    await require_whole(engine)


async def test_a_nested_block_joins(engine: object) -> None:
    async with database.transaction():
        await write_couple(1)
        async with database.reading():
            assert await halves() == {1: 2}
        assert await elsewhere(halves()) == {}
    assert await halves() == {1: 2}
    await require_whole(engine)


async def test_a_swallowed_failure_cannot_be_committed(engine: object) -> None:
    with pytest.raises(TransactionError):  # noqa: PT012 - the block is the story
        async with database.transaction():
            await Name.insert(Name(name="one"))
            with suppress(database.Duplicate):
                await Name.insert(Name(name="one"))
    assert await Name.count() == 0
    await require_whole(engine)


async def test_a_savepoint_undoes_only_itself(engine: object) -> None:
    calls: list[str] = []
    async with database.transaction():
        await Name.insert(Name(name="one"))
        database.after_commit(lambda: calls.append("one"))
        with pytest.raises(database.Duplicate):  # noqa: PT012 - the block is the story
            async with database.savepoint():
                await Name.insert(Name(name="two"))
                database.after_commit(lambda: calls.append("two"))
                await Name.insert(Name(name="one"))
        async with database.savepoint():
            await Name.insert(Name(name="three"))
    names = await Name.select(Name.name).order_by(Name.name).output(as_list=True)
    assert names == ["one", "three"]
    assert calls == ["one"]
    await require_whole(engine)


async def test_last_steps_are_taken_before_the_commit_or_when_somebody_reads_what_they_write(engine: object) -> None:
    taken: list[str] = []

    def step(name: str) -> Callable[[], Coroutine[Any, Any, None]]:
        async def take() -> None:
            taken.append(name)

        return take

    async with database.transaction():
        for place, name in ((3, "third"), (1, "first"), (2, "second")):
            database.before_commit(step(name), place)
        await database.take_last_steps(4)
        assert taken == []  # none has that place
        with suppress(KeyError):
            async with database.savepoint():
                await database.take_last_steps(2)
                assert taken == ["first", "second"]
                database.before_commit(step("undone"), 1)
                raise KeyError
        await database.take_last_steps(1)
        assert taken == ["first", "second", "first"]
    assert taken == ["first", "second", "first", "second", "third"]
    await require_whole(engine)


async def test_a_step_runs_once_with_every_part_that_was_not_undone(engine: object) -> None:
    taken: list[Sequence[str]] = []

    async def take(parts: Sequence[str]) -> None:
        taken.append(parts)

    async with database.transaction():
        database.before_commit(take, 1, part="first")
        with suppress(KeyError):
            async with database.savepoint():
                database.before_commit(take, 1, part="undone")
                raise KeyError
        database.before_commit(take, 2, part="elsewhere")
        database.before_commit(take, 1, part="second")
        await database.take_last_steps(1)
        assert taken == [["first", "second"]]
        database.before_commit(take, 1, part="third")
    assert taken == [["first", "second"], ["third"], ["elsewhere"]]
    await require_whole(engine)


async def test_after_commit_is_called_once_when_the_rows_are_there(engine: object) -> None:
    calls: list[str] = []

    def fail() -> None:
        calls.append("fails")
        raise KeyError

    async with database.transaction():
        async with database.transaction():
            database.after_commit(fail)
            database.after_commit(lambda: calls.append("kept"))
            await write_couple(1)
        assert calls == []
    assert calls == ["fails", "kept"]
    with suppress(KeyError):
        async with database.transaction():
            database.after_commit(lambda: calls.append("undone"))
            raise KeyError
    assert calls == ["fails", "kept"]
    database.after_commit(lambda: calls.append("at once"))
    assert calls[-1] == "at once"
    await require_whole(engine)


async def test_a_task_outliving_its_transaction_stands_alone(engine: object) -> None:
    over = asyncio.Event()

    async def late() -> None:
        await over.wait()
        await write_couple(2)

    async with database.transaction():
        task = asyncio.create_task(late())
        await write_couple(1)
    over.set()
    await task
    assert await halves() == {1: 2, 2: 2}
    await require_whole(engine)


async def test_duplicates_are_one_error_on_both(engine: object) -> None:
    await Name.insert(Name(name="one"))
    with pytest.raises(database.Duplicate) as plain:
        await Name.insert(Name(name="one"))
    assert "name" in plain.value.constraint
    with pytest.raises(database.Duplicate):
        async with database.transaction():
            await Name.insert(Name(name="one"))
    await require_whole(engine)


async def test_a_deferred_duplicate_is_told_at_the_commit(postgres: PostgresEngine) -> None:
    await create_db_tables(Name)
    await database.execute("CREATE TABLE late (n INTEGER CONSTRAINT once UNIQUE DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(database.Duplicate) as late:
        async with database.transaction():
            await database.execute("INSERT INTO late VALUES (1), (1)")
    assert late.value.constraint == "once"
    await require_whole(postgres)


async def test_reading_keeps_its_snapshot(engine: object) -> None:
    await write_couple(1)
    async with database.reading():
        assert await halves() == {1: 2}
        await elsewhere(write_couple(2))
        async with database.reading():
            assert await halves() == {1: 2}
    assert await halves() == {1: 2, 2: 2}
    await require_whole(engine)


async def test_reading_cannot_write(engine: object) -> None:
    with pytest.raises(Exception, match=r"(?i)read-?only"):
        async with database.reading():
            await Name.insert(Name(name="one"))
    with pytest.raises(TransactionError):
        async with database.reading(), database.transaction():
            pytest.fail("It began.")
    assert await Name.count() == 0
    await require_whole(engine)
