"""The loop that runs jobs, inside the server or as `coalition worker`."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from coalition import trail
from coalition.jobs import queue

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from coalition.jobs.tables import Job

    Handler = Callable[[Mapping[str, Any]], Awaitable[None]]
    IdleHandler = Callable[[], Awaitable[None]]

HELPERS = 3  # jobs that may run beside the first
log = logging.getLogger(__name__)
_handlers: dict[str, Handler] = {}
_idle_handlers: list[IdleHandler] = []
_handlers_beside: list[IdleHandler] = []


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that runs jobs of a kind; it may be called again for the same job after a crash."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

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
        return await run_next()
    except Exception as error:  # noqa: BLE001 -- the database may be down for a while; the worker continues
        log.warning("worker_waits error=%s", type(error).__name__)
        return False


async def run_due() -> int:
    """Run every job that is due now and return their number."""
    count = 0
    while await run_next():
        count += 1
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


async def run_next() -> bool:
    """Run one due job; return False if no job is due."""
    job = await queue.claim()
    if job is None:
        return False
    try:
        with trail.acting():  # the server, whoever enqueued it
            await _handler(job)(queue.payload_of(job))
    except Exception as error:  # noqa: BLE001 -- a job is retried after any error
        log.warning("job_failed kind=%s attempts=%d error=%s", job.kind, job.attempts, type(error).__name__)
        await queue.postpone(job, type(error).__name__)  # its text may hold values
    else:
        await queue.finish(job)
    return True


def _handler(job: Job) -> Handler:
    return _handlers[job.kind]
