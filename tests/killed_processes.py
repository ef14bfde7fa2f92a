"""Workers in processes of their own, each of which kills itself (SIGKILL) at a given moment."""

from __future__ import annotations

import asyncio
import os
import signal
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NoReturn

from coalition import clock, database, job_kinds, tables
from coalition.jobs import worker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

assert job_kinds.HANDLERS
assert tables.TABLES

COMMITTED = "committed"  # just before a job is finished
APART = 6  # minutes: longer than a job is claimed for


def run_workers(moments: Sequence[str], functions: Mapping[str, tuple[Any, str]], kind: str, start: int) -> list[int]:
    """Run one worker for each moment, six minutes apart from `start` minutes on; return how each ended.

    `functions`: the module and the name of the function after which a process ends, for each moment. The moment "committed" is just before
    a job of `kind` is finished. The process that calls this has opened no database.
    """

    def begin(at: int) -> Callable[[], None]:
        def run() -> None:
            _kill_at(moments[at], functions, kind)
            asyncio.run(_work(start + at * APART))

        return run

    return [forked(begin(at)) for at in range(len(moments))]


def forked(run: Callable[[], None]) -> int:
    """Run something in a forked process; return how it ended."""
    child = os.fork()
    if not child:
        run()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _kill_at(moment: str, functions: Mapping[str, tuple[Any, str]], kind: str) -> None:
    """Let this process kill itself at a moment, if there is such a moment."""
    if moment == COMMITTED:
        finish = worker.queue.finish
        worker.queue.finish = lambda job: _end() if job.kind == kind else finish(job)  # type: ignore[assignment]
    elif moment in functions:
        module, name = functions[moment]
        original = getattr(module, name)

        async def deadly(*of: Any, **more: Any) -> None:
            await original(*of, **more)
            _end()

        setattr(module, name, deadly)


def _end() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise SystemError


async def _work(minutes: int) -> None:
    """Do what is due some minutes from now."""
    database.bind(database.engine_from_url(os.environ["COALITION_DATABASE_URL"]))
    await database.open_engine()
    with clock.shifted(timedelta(minutes=minutes)):
        await worker.run_due()
    await database.close_engine()
