"""Running the web server and the worker as processes."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import TYPE_CHECKING

import uvicorn

from coalition.jobs.worker import run_due, work
from coalition.logs import set_up_logs
from coalition.reading_processes import OPTIONS, serve_with_readers
from coalition.settings import load

if TYPE_CHECKING:
    from coalition.web.headers import Headers


def serve(host: str, port: int, workers: int, *, with_worker: bool) -> None:
    """Run the web server until it is told to stop; a failed start ends with status 1."""
    application = app if with_worker else app_without_worker
    try:
        if workers > 1 and load().database_url.startswith("sqlite"):
            serve_with_readers(application, host, port, workers - 1)
        else:
            named = f"{__name__}:{application.__name__}"
            uvicorn.run(named, host=host, port=port, workers=workers if workers > 1 else None, **OPTIONS)
    except SystemExit as ended:
        sys.exit(1 if ended.code else 0)


def app() -> Headers:
    """Make the application in the process that serves it; each of several processes sets up its own logs."""
    return _app(with_worker=True)


def app_without_worker() -> Headers:
    """Make the application, and leave queued work to `coalition worker`."""
    return _app(with_worker=False)


def _app(*, with_worker: bool) -> Headers:
    from coalition.app import create_app
    from coalition.web.proxies import warn_at_start

    set_up_logs()
    warn_at_start()
    return create_app(with_worker=with_worker)


def _register_jobs() -> None:
    import coalition.job_kinds  # noqa: F401


async def work_until_stopped() -> None:
    """Do queued work until SIGINT or SIGTERM; a job that has begun is finished first."""
    set_up_logs()
    _register_jobs()
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await work(stop)


async def work_once() -> int:
    """Do the jobs that are due now and return their number."""
    _register_jobs()
    return await run_due()
