"""Workers that send the letters of an appeal, each in a process of its own, which kill themselves (SIGKILL) at a given moment.

`python -m tests.appeals.appeal_driver BUILD MOMENT...` forks one worker for each moment, six minutes apart, and prints how each ended. In
the build "mutated", a letter and how far the work came are not one transaction.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from contextlib import nullcontext
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NoReturn

from coalition import clock, database, job_kinds, tables
from coalition.invitations import inviting_many, letters
from coalition.jobs import long_work, worker
from tests.news.news_driver import forked

if TYPE_CHECKING:
    from collections.abc import Callable

assert job_kinds.HANDLERS
assert tables.TABLES

# Where a process ends: just after a function returned that was called in a transaction.
MOMENTS: dict[str, tuple[Any, str]] = {"written": (letters, "write_letter"), "enqueued": (long_work, "enqueue")}
COMMITTED = "committed"  # just before the job of the work is finished
APART = 6  # minutes: longer than a job is claimed for


def kill_at(moment: str) -> None:
    """Let this process kill itself at a moment, if there is such a moment."""
    if moment == COMMITTED:
        finish = worker.queue.finish
        worker.queue.finish = lambda job: _end() if job.kind == "long_work" else finish(job)  # type: ignore[assignment]
    elif moment in MOMENTS:
        module, name = MOMENTS[moment]
        original = getattr(module, name)

        async def deadly(*of: Any, **more: Any) -> None:
            await original(*of, **more)
            _end()

        setattr(module, name, deadly)


def _end() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise SystemError


async def work(minutes: int) -> None:
    """Do what is due some minutes from now."""
    database.bind(database.engine_from_url(os.environ["COALITION_DATABASE_URL"]))
    await database.open_engine()
    with clock.shifted(timedelta(minutes=minutes)):
        await worker.run_due()
    await database.close_engine()


def main(build: str, moments: list[str]) -> None:
    """Run one worker for each moment."""
    inviting_many.STEP = 2
    if build == "mutated":
        long_work.transaction = nullcontext  # type: ignore[assignment]

    def begin(at: int) -> Callable[[], None]:
        def run() -> None:
            kill_at(moments[at])
            asyncio.run(work(1 + at * APART))

        return run

    sys.stdout.write(json.dumps([forked(begin(at)) for at in range(len(moments))]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
