"""A long writer on SQLite lets others have their turn."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from coalition.database import execute, transaction

pytestmark = pytest.mark.sqlite_only


async def test_others_go_on_while_a_writer_writes_much(store):
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    others = asyncio.create_task(count())
    async with transaction():
        before = turns
        for _ in range(5000):
            await execute("UPDATE publication SET steps = steps + 1")
        assert turns - before >= 3
    others.cancel()
    with suppress(asyncio.CancelledError):
        await others
