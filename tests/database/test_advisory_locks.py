"""Locks that no row stands for: who holds one is waited for, and nobody waits for who holds another."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from coalition.database import AdvisoryLock, before_commit, execute, hold, transaction
from tests.house.tree import modules, name_of
from tests.overtaking import overtaking

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

_WHERE = "coalition/database/advisory_locks.py"


# Other tests hold locks in other databases of the server.
_MINE = (
    "SELECT count(*) AS number FROM pg_locks WHERE locktype = 'advisory' AND granted "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


async def _hold(lock: AdvisoryLock) -> bool:
    """Hold a lock; return whether nobody else holds any then, who was waited for."""
    async with transaction():
        await hold(lock)
        return (await execute(_MINE))[0]["number"] == 1


def test_every_lock_has_a_number_of_its_own() -> None:
    assert len({*AdvisoryLock}) == len(AdvisoryLock.__members__)
    assert [name_of(path) for path in modules() if "pg_advisory" in path.read_text()] == [_WHERE]


async def test_who_holds_a_lock_is_waited_for_and_who_holds_another_is_not(postgres) -> None:
    locks = [*AdvisoryLock]
    for other, lock in pairwise([locks[-1], *locks]):
        for wanted in (lock, other):
            async with overtaking(None, _hold(wanted), last=True) as late:
                await hold(lock)
            assert await late is (wanted is lock)


async def test_steps_that_take_locks_run_in_the_order_of_the_locks(store) -> None:
    taken = []

    def taking(lock: AdvisoryLock) -> Callable[[], Coroutine[Any, Any, None]]:
        async def step() -> None:
            await hold(lock)
            taken.append(lock)

        return step

    async with transaction():
        for lock in reversed(AdvisoryLock):
            before_commit(taking(lock), lock.place)
    assert taken == [*AdvisoryLock]
