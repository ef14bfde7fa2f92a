"""Running the web server and the worker as processes."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import TYPE_CHECKING

import uvicorn

from coalition.http_connections import IDLE_SECONDS, BoundedConnection
from coalition.jobs.worker import run_due, work
from coalition.logs import set_up_logs

if TYPE_CHECKING:
    from litestar.types import ASGIApp


def serve(host: str, port: int, workers: int, *, with_worker: bool) -> None:
    """Run the web server until it is told to stop; a failed start ends with status 1."""
    try:
        _listen(host, port, workers, with_worker=with_worker)
    except SystemExit as ended:
        sys.exit(1 if ended.code else 0)


def _listen(host: str, port: int, workers: int, *, with_worker: bool) -> None:
    uvicorn.run(
        "coalition.serving:app" if with_worker else "coalition.serving:app_without_worker",
        factory=True,
        host=host,
        port=port,
        workers=workers if workers > 1 else None,
        lifespan="on",
        access_log=False,
        log_config=None,
        ws="none",
        server_header=False,
        date_header=True,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
        timeout_keep_alive=int(IDLE_SECONDS),
        http=BoundedConnection,
    )


def app() -> ASGIApp:
    """Make the application in the process that serves it; each of several processes sets up its own logs."""
    return _app(with_worker=True)


def app_without_worker() -> ASGIApp:
    """Make the application, and leave queued work to `coalition worker`."""
    return _app(with_worker=False)


def _app(*, with_worker: bool) -> ASGIApp:
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
