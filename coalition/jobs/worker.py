"""The loop that runs jobs, inside the server or as `coalition worker`."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any

from coalition import trail
from coalition.jobs import queue

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager

    from coalition.jobs.tables import Job

    Handler = Callable[[Mapping[str, Any]], Awaitable[None]]
    IdleHandler = Callable[[], Awaitable[None]]
    Sharing = Callable[[], AbstractAsyncContextManager[Handler]]

TOGETHER = 20  # jobs that share something, such as a connection
LONGEST_TOGETHER = 5.0  # seconds; what has not begun by then is given back, so that other jobs and the end of the server do not wait
HELPERS = 3  # jobs that may run beside the first
log = logging.getLogger(__name__)
_handlers: dict[str, Handler] = {}
_sharing: dict[str, Sharing] = {}
_idle_handlers: list[IdleHandler] = []
_handlers_beside: list[IdleHandler] = []


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that runs jobs of a kind; it may be called again for the same job after a crash."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def handles_together(kind: str) -> Callable[[Sharing], Sharing]:
    """Register what opens something that several jobs of a kind share, and yields the function that runs each of them (as `handles`)."""

    def register(sharing: Sharing) -> Sharing:
        _sharing[kind] = sharing
        return sharing

    return register


def when_idle(handler: IdleHandler) -> IdleHandler:
    """Register a function that runs when no job is due; often, so it must be cheap when it has nothing to do."""
    _idle_handlers.append(handler)
    return handler


def beside_jobs(handler: IdleHandler) -> IdleHandler:
    """Register a function that begins when no job is due and may take long, because jobs go on meanwhile; never twice at the same time."""
    _handlers_beside.append(handler)
    return handler


async def work(stop: asyncio.Event, *, poll_every: float = 1.0) -> None:
    """Run due jobs until `stop` is set, several at a time while many are due; running jobs are finished first.

    Turns to write are given in order, and a job needs several of them. One job at a time would get a small part of the turns while many
    people sign, and letters would fall behind.
    """
    new_jobs, jobs_in_a_row = queue.NewJobs(), 0
    helpers: set[asyncio.Task[None]] = set()
    beside: dict[IdleHandler, asyncio.Task[None]] = {}
    try:
        async with asyncio.TaskGroup() as group:
            while not stop.is_set():
                jobs_in_a_row = jobs_in_a_row + 1 if await _run_next_if_possible() else 0
                if jobs_in_a_row > 1 and len(helpers) < HELPERS:
                    helper = group.create_task(_help(stop))
                    helpers.add(helper)
                    helper.add_done_callback(helpers.discard)
                elif not jobs_in_a_row:
                    await _use_idle_time()
                    for handler in _handlers_beside:
                        if handler not in beside or beside[handler].done():
                            beside[handler] = group.create_task(_run_safely(handler))
                    await new_jobs.wait(poll_every)
    finally:
        new_jobs.close()


async def _help(stop: asyncio.Event) -> None:
    """Run due jobs beside others until none is due."""
    while not stop.is_set() and await _run_next_if_possible():
        pass


async def _run_next_if_possible() -> bool:
    try:
        return bool(await run_next())
    except Exception as error:  # noqa: BLE001 -- the database may be down for a while; the worker continues
        log.warning("worker_waits error=%s", type(error).__name__)
        return False


async def run_due() -> int:
    """Run every job that is due now and return their number."""
    count = 0
    while run := await run_next():
        count += run
    await _use_idle_time()
    for handler in _handlers_beside:
        await _run_safely(handler)
    return count


async def _use_idle_time() -> None:
    for handler in _idle_handlers:
        await _run_safely(handler)


async def _run_safely(handler: IdleHandler) -> None:
    try:
        with trail.acting():  # the server
            await handler()
    except Exception as error:  # noqa: BLE001 -- it runs again soon
        log.warning("idle_work_failed error=%s", type(error).__name__)


async def run_next() -> int:
    """Run one due job, with others of its kind if they are run together; return how many ran, 0 if no job is due."""
    job = await queue.claim()
    if job is None:
        return 0
    if job.kind in _sharing:
        return await _run_together([job, *await queue.claim_more(job, TOGETHER - 1)])
    if await _has_run(job, _handler):
        await queue.finish(job)
    return 1


async def _run_together(jobs: Sequence[Job]) -> int:
    """Run jobs of one kind until the time for them is over, and give the others back; return how many ran."""
    ends, number = time.monotonic() + LONGEST_TOGETHER, 0
    done: list[Job] = []
    try:
        async with _sharing[jobs[0].kind]() as handler:
            for job in jobs:
                number += 1
                if await _has_run(job, lambda _: handler):
                    done.append(job)
                if time.monotonic() > ends:
                    break
    finally:
        await queue.settle(done, jobs[number:])
    return number


async def _has_run(job: Job, handler_of: Callable[[Job], Handler]) -> bool:
    """Run a job; postpone it after an error and return False."""
    try:
        with trail.acting():  # the server, whoever enqueued it
            await handler_of(job)(queue.payload_of(job))
    except Exception as error:  # noqa: BLE001 -- a job is retried after any error
        log.warning("job_failed kind=%s attempts=%d error=%s", job.kind, job.attempts, type(error).__name__)
        await queue.postpone(job, type(error).__name__)  # its text may hold values
        return False
    return True


def _handler(job: Job) -> Handler:
    return _handlers[job.kind]
