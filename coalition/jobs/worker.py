"""The loop that does the queued work, inside the server or as `coalition worker`."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any

from coalition.jobs import queue

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from coalition.jobs.tables import Job

    Handler = Callable[[Mapping[str, Any]], Awaitable[None]]

log = logging.getLogger(__name__)
_handlers: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of a kind; it must bear being called again after a crash."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


async def work(stop: asyncio.Event, *, look_every: float = 1.0) -> None:
    """Do due jobs until `stop` is set; the running job is finished first."""
    bell = queue.Doorbell()
    try:
        while not stop.is_set():
            try:
                idle = not await run_next()
            except Exception as error:  # noqa: BLE001 -- the database may be away; the worker outlives it
                log.warning("worker_waits error=%s", type(error).__name__)
                idle = True
            if idle:
                await bell.wait(look_every)
    finally:
        bell.remove()


async def run_due() -> int:
    """Do every job that is due now and return how many there were."""
    count = 0
    while await run_next():
        count += 1
    return count


async def run_next() -> bool:
    """Do one due job; return whether there was one."""
    job = await queue.claim()
    if job is None:
        return False
    try:
        await _handler(job)(json.loads(job.payload))
    except Exception as error:  # noqa: BLE001 -- whatever a job raises, it is tried again later
        log.warning("job_failed kind=%s attempts=%d error=%s", job.kind, job.attempts, type(error).__name__)
        await queue.postpone(job, f"{type(error).__name__}: {error}")
    else:
        await queue.finish(job)
    return True


def _handler(job: Job) -> Handler:
    return _handlers[job.kind]
