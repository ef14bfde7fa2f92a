"""Workers that write news, each in a process of its own, which kill themselves (SIGKILL) at a given moment.

`python -m tests.news.news_driver BUILD MINUTES MOMENT...` forks one worker for each moment, six minutes apart, and prints how each ended.
The process that forks has imported the site and opened nothing. In the build "mutated", a letter and how far it came are not one
transaction.
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
from coalition.jobs import worker
from coalition.news import news_letters, schedule

if TYPE_CHECKING:
    from collections.abc import Callable

assert job_kinds.HANDLERS
assert tables.TABLES

# Where a process ends: just after a function returned that was called in a transaction.
MOMENTS: dict[str, tuple[Any, str]] = {
    "enqueued": (schedule, "enqueue"),
    "written": (news_letters, "_write"),
    "noted": (news_letters, "_note"),
}
COMMITTED = "committed"  # just before the job of a letter is finished
APART = 6  # minutes: longer than a job is claimed for


def kill_at(moment: str) -> None:
    """Let this process kill itself at a moment, if there is such a moment."""
    if moment == COMMITTED:
        finish = worker.queue.finish
        worker.queue.finish = lambda job: _end() if job.kind == "write_news" else finish(job)  # type: ignore[assignment]
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


def forked(run: Callable[[], None]) -> int:
    """Run something in a forked process; return how it ended."""
    child = os.fork()
    if not child:
        run()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(build: str, minutes: int, moments: list[str]) -> None:
    """Fork a worker for each moment."""
    if build == "mutated":
        news_letters.transaction = nullcontext  # type: ignore[assignment]

    def begin(at: int) -> Callable[[], None]:
        def run() -> None:
            kill_at(moments[at])
            asyncio.run(work(minutes + at * APART))

        return run

    sys.stdout.write(json.dumps([forked(begin(at)) for at in range(len(moments))]))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
