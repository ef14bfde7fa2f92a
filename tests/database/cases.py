"""Tables and moves that the tests of the database share."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextvars import Context
from typing import TYPE_CHECKING, Any, TypeVar

from piccolo.columns import Integer, Serial, Varchar
from piccolo.table import Table

from coalition import database
from coalition.database.sqlite import READERS, SQLiteEngine

if TYPE_CHECKING:
    from collections.abc import Coroutine

T = TypeVar("T")

SOON = 20
POOL = 5


class Half(Table, tablename="database_test_half"):
    couple = Integer()
    side = Varchar()


class Name(Table, tablename="database_test_name"):
    id: Serial
    name = Varchar(unique=True)


async def write_couple(number: int) -> None:
    async with database.transaction():
        await Half.insert(Half(couple=number, side="left"))
        await asyncio.sleep(0)
        await Half.insert(Half(couple=number, side="right"))


async def halves() -> Counter[int]:
    rows = await Half.select(Half.couple)
    return Counter(row["couple"] for row in rows)


def elsewhere(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    return asyncio.get_running_loop().create_task(work, context=Context())


async def require_whole(engine: object) -> None:
    """Every connection can be held at once, and a transaction can be had."""
    places = READERS if isinstance(engine, SQLiteEngine) else POOL
    together = asyncio.Barrier(places)

    async def hold() -> None:
        async with database.reading():
            await database.execute("SELECT 1")
            await together.wait()

    async with asyncio.timeout(SOON):
        await asyncio.gather(*(elsewhere(hold()) for _ in range(places)))
        before = await Name.count()
        async with database.transaction():
            await Name.insert(Name(name=f"whole {before}"))
        assert await Name.count() == before + 1
