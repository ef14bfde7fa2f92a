"""Letting somebody be overtaken: work begins, and something else is committed before it can lock the memorandum."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from coalition.database import execute, is_postgres, transaction
from coalition.memoranda import queries as memoranda

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine
    from typing import Any

    from coalition.memoranda.tables import Memorandum

_WAITING = "SELECT count(*) AS number FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
_TURNS = 100


class _Unlocked:
    """The queries of memoranda, whose rows are not locked."""

    def __getattr__(self, name: str) -> object:
        return getattr(memoranda, "by_id" if name == "locked" else name)


WITHOUT_LOCK = _Unlocked()


@asynccontextmanager
async def overtaking(memorandum: Memorandum | None, late: Coroutine[Any, Any, Any], *, last: bool = False) -> AsyncIterator[asyncio.Task[Any]]:
    """Begin `late` while the memorandum is locked, before the block or `last`; what the block does is committed before `late` goes on.

    Without a memorandum, `late` waits for what the block locks, so it begins `last`.
    """
    locked = asyncio.Event()

    async def begin() -> Any:
        await locked.wait()
        return await late

    task = asyncio.create_task(begin())  # before the transaction, of which it must be no part
    async with transaction():
        if memorandum:
            await memoranda.locked(memorandum.id)
        if last:
            yield task
        locked.set()
        await until_it_waits(task)
        if not last:
            yield task
    await asyncio.wait([task])


async def until_it_waits(task: asyncio.Task[Any]) -> None:
    """Wait until the task waits for this transaction, or has ended because it needed no lock; on SQLite it waits for its own transaction."""
    if not is_postgres():
        for _ in range(_TURNS):
            await asyncio.sleep(0)
        return
    while not task.done() and not (await execute(_WAITING))[0]["number"]:
        pass  # each question lets others work
