"""Enqueuing jobs and claiming them, so that one worker at a time runs a job."""

from __future__ import annotations

import asyncio
import json
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from piccolo.columns import Column

from coalition import clock
from coalition.database import AdvisoryLock, after_commit, among, execute, is_postgres, made_of, one_row, prepared, put, transaction, whole
from coalition.jobs.tables import SECRET, Job

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from piccolo.custom_types import Combinable
    from piccolo.query import Delete, Update

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 8
# The place of a last step that enqueues a job which many enqueue under one key: whoever is second waits until the first has committed.
# The next place is for another such key.
SHARED_JOBS = len(AdvisoryLock) + 1
_FIRST_PAUSE = timedelta(seconds=10)

_waiting: set[asyncio.Event] = set()


async def enqueue(kind: str, payload: dict[str, Any], *, run_at: datetime | None = None, dedupe_key: str | None = None) -> None:
    """Add a job inside the caller's transaction, unless there is a job with the same `dedupe_key`."""
    await put(Job, unless_there=True, kind=kind, payload=json.dumps(payload), run_at=run_at or clock.now(), dedupe_key=dedupe_key)
    after_commit(_wake)


async def hurry(dedupe_key: str) -> None:
    """Let a job run now that was to run later."""
    async with transaction(brief=True):
        await Job.update({Job.run_at: clock.now()}).where((Job.dedupe_key == dedupe_key) & (Job.run_at > clock.now()))
        after_commit(_wake)


async def enqueue_request(kind: str, request: dict[str, Any]) -> None:
    """Add a job for what anybody may ask for, such as a letter to an address that they typed.

    The request is encrypted. The job runs at some moment of the next seconds: whoever asks learns nothing from the time of the answer,
    because every request does the same until then, and nothing from how busy the server is just afterwards.
    """
    key = f"{kind}:{secrets.token_hex(16)}"
    run_at = clock.now() + timedelta(seconds=1 + 2 * secrets.SystemRandom().random())
    async with transaction(brief=True):
        await put(Job, kind=kind, secret=SECRET.encrypt(json.dumps(request), key), run_at=run_at, dedupe_key=key)


def payload_of(job: Job) -> dict[str, Any]:
    """Return what the handler of a job is given."""
    payload: dict[str, Any] = json.loads(job.payload)
    return payload | json.loads(SECRET.decrypt(job.secret, job.dedupe_key)) if job.secret else payload


def _wake() -> None:
    for event in _waiting:
        event.set()


class NewJobs:
    """Wakes a worker of this process when a job is added; workers of other processes poll every second."""

    def __init__(self) -> None:
        """Start listening."""
        self.event = asyncio.Event()
        _waiting.add(self.event)

    async def wait(self, seconds: float) -> None:
        """Wait until a job is added, at most `seconds`."""
        try:
            await asyncio.wait_for(self.event.wait(), seconds)
        except TimeoutError:
            return
        finally:
            self.event.clear()

    def close(self) -> None:
        """Stop listening."""
        _waiting.discard(self.event)


async def claim() -> Job | None:
    """Lease the next due job for five minutes; return None if no job is due."""
    now, lease = clock.now(), secrets.token_hex(16)
    locking = "FOR UPDATE SKIP LOCKED" if is_postgres() else ""
    async with transaction(brief=True):
        due = await execute(
            "SELECT id FROM job WHERE run_at <= {} AND gave_up_at IS NULL AND (leased_until IS NULL OR leased_until < {}) "  # noqa: S608
            f"ORDER BY run_at, id LIMIT 1 {locking}",
            now,
            now,
        )
        if not due:
            return None
        await _lease(lease, now + LEASE, due[0]["id"])
        return await one_row(Job, Job.id == due[0]["id"])


@prepared
def _lease(lease: str, until: datetime, job_id: UUID) -> Update[Job]:
    return Job.update({Job.lease: lease, Job.leased_until: until, Job.attempts: Job.attempts + 1}).where(Job.id == job_id)


async def claim_more(job: Job, most: int) -> list[Job]:
    """Lease further due jobs of the kind of a job that was claimed, in their order."""
    now = clock.now()
    locking = "FOR UPDATE SKIP LOCKED" if is_postgres() else ""
    async with transaction(brief=True):
        due = await Job.raw(
            "SELECT id FROM job WHERE run_at <= {} AND gave_up_at IS NULL AND (leased_until IS NULL OR leased_until < {}) AND kind = {} "  # noqa: S608
            f"ORDER BY run_at, id LIMIT {most:d} {locking}",
            *(now, now, job.kind),
        )
        these = among(Job.id, [row["id"] for row in due])
        if due:
            await Job.update({Job.lease: job.lease, Job.leased_until: job.leased_until, Job.attempts: Job.attempts + 1}).where(these)
        return [made_of(Job, row) for row in await Job.select(whole(Job)).where(these).order_by(Job.run_at).order_by(Job.id)] if due else []


async def finish(job: Job) -> None:
    """Delete a job that is done."""
    async with transaction(brief=True):
        await _delete(job.id, job.lease)


@prepared
def _delete(job_id: UUID, lease: str) -> Delete:
    return Job.delete().where((Job.id == job_id) & (Job.lease == lease))


async def settle(done: Collection[Job], not_begun: Collection[Job]) -> None:
    """Delete those of some jobs of one lease that are done, and give back those that were not begun: they are due as before."""
    values: dict[Column | str, Any] = {Job.leased_until: None, Job.lease: None, Job.attempts: Job.attempts - 1}
    async with transaction(brief=True):
        if done:
            await Job.delete().where(_leased(done))
        if not_begun:
            await Job.update(values).where(_leased(not_begun))
            after_commit(_wake)


def _leased(jobs: Collection[Job]) -> Combinable:
    return among(Job.id, [job.id for job in jobs]) & (Job.lease == next(iter(jobs)).lease)


async def postpone(job: Job, error: str) -> None:
    """Retry a failed job after a pause that doubles each time, or give it up after the last attempt."""
    now = clock.now()
    pause = _FIRST_PAUSE * 2 ** (job.attempts - 1)
    gave_up = now if job.attempts >= MOST_ATTEMPTS else None
    values: dict[Column | str, Any] = {
        Job.leased_until: None,
        Job.lease: None,
        Job.run_at: now + pause,
        Job.gave_up_at: gave_up,
        Job.last_error: error[:500],
    }
    async with transaction():
        await Job.update(values).where((Job.id == job.id) & (Job.lease == job.lease))
