"""A clock that is set back revives nothing: not while the process runs, and not over a restart."""

from __future__ import annotations

import asyncio
import math
import os
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.clock_marks import marking
from coalition.clock_marks.queries import latest_mark
from coalition.clock_marks.tables import ClockMark
from coalition.invitations.errors import LinkExpired
from coalition.invitations.links import follow
from tests.forking import Forker
from tests.signing.walking import a_case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
YEAR = timedelta(days=365)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[timedelta], None]]:
    """Return the function that sets the clock of the machine to another time than the true one."""
    real = time.time
    monkeypatch.setattr(clock, "_offset", -math.inf)
    yield lambda by: monkeypatch.setattr(time, "time", lambda: real() + by.total_seconds())
    monkeypatch.undo()


async def restarted() -> timedelta:
    """Begin as a new process does: without a memory, with the mark in the database."""
    clock._offset = -math.inf
    return await marking.heed_mark()


async def expired_link(ada_account: Coordinator, machine: Callable[[timedelta], None]) -> str:
    """Return the token of a link whose time was over before somebody set the clock back to today."""
    case = await a_case(ada_account)
    token = case.link.rpartition("/")[2]
    assert (await follow(token)).organisation_slug == ""
    machine(YEAR)
    with pytest.raises(LinkExpired):
        await follow(token)
    await marking.mark()
    machine(timedelta())
    return token


async def test_a_link_that_has_expired_stays_so_when_the_clock_is_set_back(ada_account, machine):
    token = await expired_link(ada_account, machine)
    for back in (timedelta(), -YEAR, timedelta(days=-1)):
        machine(back)
        with pytest.raises(LinkExpired):
            await follow(token)


async def test_a_link_that_has_expired_stays_so_over_a_restart(ada_account, machine):
    token = await expired_link(ada_account, machine)
    assert await restarted() > YEAR - timedelta(minutes=1)
    with pytest.raises(LinkExpired):
        await follow(token)


async def test_the_stories_fail_on_a_build_without_memory_and_on_one_without_mark(ada_account, machine, monkeypatch):
    token = await expired_link(ada_account, machine)
    clock._offset = -math.inf  # mutated build: a start that does not read the mark
    assert await follow(token)
    await restarted()
    with pytest.raises(LinkExpired):
        await follow(token)
    monkeypatch.setattr(clock, "now", clock.of_the_machine)  # mutated build: time as the machine shows it
    assert await follow(token)


async def test_time_goes_on_from_the_mark_and_back_to_the_machine_when_it_catches_up(store, machine):
    assert store
    machine(timedelta(hours=1))
    await marking.mark()
    machine(timedelta())
    await restarted()
    first = clock.now()
    assert timedelta(minutes=59) < first - clock.of_the_machine() <= timedelta(hours=1)
    assert clock.now() >= first
    machine(timedelta(hours=2))
    assert timedelta() <= clock.now() - clock.of_the_machine() + timedelta(seconds=1) < timedelta(seconds=2)


async def test_the_mark_never_moves_back_and_is_one_row(store, machine):
    assert store
    machine(YEAR)
    await marking.mark()
    late = await latest_mark()
    machine(timedelta())
    clock._offset = -math.inf
    await marking.mark()
    assert await latest_mark() == late
    assert await ClockMark.count() == 1


async def test_the_mark_is_written_at_the_start_and_then_again_and_again(store):
    assert store
    stop = asyncio.Event()
    task = asyncio.create_task(marking.keep_marking(stop, every=0.001))
    seen = set()
    async with asyncio.timeout(20):
        while len(seen - {None}) < 3:
            seen.add(await latest_mark())
            await asyncio.sleep(0.001)
    stop.set()
    await task


async def test_an_operator_is_told_of_a_clock_that_runs_behind_and_may_accept_it(store, tmp_path):
    await marking.set_mark(datetime.now(UTC) + YEAR)
    forker = Forker()
    try:
        told = [await asyncio.to_thread(forker.run, command, os.environ, timeout=60) for command in (["doctor"], ["clock"])]
        accepted = await asyncio.to_thread(forker.run, ["clock", "--accept"], os.environ, timeout=60)
        after = await asyncio.to_thread(forker.run, ["doctor"], os.environ, timeout=60)
    finally:
        forker.close()
    assert [done.returncode for done in told] == [1, 1]
    assert all("this machine runs behind the latest time" in done.stderr for done in told)
    assert (accepted.returncode, after.returncode, after.stdout.splitlines()[-1]) == (0, 0, "Clock: in order.")
