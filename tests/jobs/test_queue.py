"""A job is run by one worker at a time, retried with growing pauses, and never lost or doubled."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from coalition import clock, database
from coalition.jobs import queue, worker
from coalition.jobs.tables import Job


@pytest.fixture
def done(monkeypatch) -> list[int]:
    """Handle jobs of kind `note` by noting their number, and of kind `fail` by failing."""
    noted: list[int] = []

    async def note(payload) -> None:
        noted.append(payload["number"])

    async def fail(payload) -> None:
        raise RuntimeError(payload["number"])

    monkeypatch.setitem(worker._handlers, "note", note)
    monkeypatch.setitem(worker._handlers, "fail", fail)
    return noted


async def enqueue(kind: str = "note", number: int = 1, **more) -> None:
    async with database.transaction():
        await queue.enqueue(kind, {"number": number}, **more)


async def test_work_is_done_in_order_and_removed(store, done):
    for number in (1, 2, 3):
        await enqueue(number=number)

    assert await worker.run_due() == 3
    assert (done, await Job.count()) == ([1, 2, 3], 0)


async def test_work_of_a_transaction_that_failed_is_never_done(store, done):
    async def fail() -> None:
        async with database.transaction():
            await queue.enqueue("note", {"number": 1})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()

    assert await worker.run_due() == 0


async def test_same_key_is_enqueued_once(store, done):
    for number in (1, 2):
        await enqueue(number=number, dedupe_key="once")

    await worker.run_due()
    assert done == [1]


async def test_work_waits_for_its_time(store, done):
    await enqueue(run_at=clock.now() + timedelta(hours=1))

    assert await worker.run_due() == 0
    with clock.shifted(timedelta(hours=2)):
        assert await worker.run_due() == 1


async def test_failed_work_is_tried_again_with_growing_pauses_and_kept_at_last(store, done):
    await enqueue("fail")
    pauses = []
    with clock.shifted(timedelta()):
        while True:
            job = await Job.objects().first()
            if job.gave_up_at:
                break
            with clock.shifted(job.run_at - clock.now() + timedelta(seconds=1)):
                assert await worker.run_next()
                after = await Job.objects().first()
                pauses.append(round((after.run_at - clock.now()).total_seconds()))

    assert pauses == [10 * 2**attempt for attempt in range(queue.MOST_ATTEMPTS)]
    assert (await Job.objects().first()).last_error == "RuntimeError"
    with clock.shifted(timedelta(days=100)):
        assert not await worker.run_next()


async def test_two_workers_share_the_work_without_doubling_it(store, done):
    for number in range(20):
        await enqueue(number=number)

    await asyncio.gather(worker.run_due(), worker.run_due(), worker.run_due())

    assert sorted(done) == list(range(20))


async def test_work_of_a_worker_that_died_is_taken_over_after_its_lease(store, done):
    await enqueue()
    assert await queue.claim() is not None

    assert await worker.run_due() == 0
    with clock.shifted(queue.LEASE + timedelta(seconds=1)):
        assert await worker.run_due() == 1
    assert done == [1]


async def test_worker_that_lost_its_lease_does_not_remove_the_work(store, done):
    await enqueue()
    slow = await queue.claim()
    with clock.shifted(queue.LEASE + timedelta(seconds=1)):
        assert await queue.claim() is not None
        await queue.finish(slow)

    assert await Job.count() == 1


async def many_jobs_run_at_once(patch: pytest.MonkeyPatch, patience: float) -> None:
    """Two jobs wait for each other, so both are done only if they run at the same time."""
    both, met, over = asyncio.Barrier(2), [], asyncio.Event()

    async def meet(payload) -> None:
        try:
            async with asyncio.timeout(patience):
                await both.wait()
            met.append(payload["number"])
        finally:
            over.set()

    patch.setitem(worker._handlers, "meet", meet)
    for number in range(2):
        await enqueue("note", number)
    for number in range(2):
        await enqueue("meet", number)
    stop = asyncio.Event()
    working = asyncio.create_task(worker.work(stop, poll_every=0.05))
    await over.wait()
    stop.set()
    await working
    assert sorted(met) == [0, 1]


async def test_many_jobs_run_at_once(store, done, monkeypatch):
    await many_jobs_run_at_once(monkeypatch, 60)
    assert sorted(done) == [0, 1]
    assert await Job.count() == 0


@pytest.mark.sqlite_only
async def test_the_story_of_many_jobs_fails_on_a_build_without_helpers(store, done, monkeypatch):
    monkeypatch.setattr(worker, "HELPERS", 0)
    with pytest.raises(AssertionError):
        await many_jobs_run_at_once(monkeypatch, 0.2)
    assert sorted(done) == [0, 1]


async def test_waiting_worker_wakes_when_work_comes(store, done):
    stop = asyncio.Event()
    task = asyncio.create_task(worker.work(stop, poll_every=60))
    await asyncio.sleep(0.2)
    await enqueue(number=7)
    async with asyncio.timeout(10):
        while not done:  # noqa: ASYNC110 -- the worker tells nobody but the list
            await asyncio.sleep(0.01)
    stop.set()
    await enqueue(number=8)
    await task

    assert done[0] == 7
