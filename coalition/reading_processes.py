"""SQLite has one process that writes; beside it others read. They share its port, send public pages, and hand everything else over to it.

The writing process starts them when it answers itself, starts another for each that ends, and lets them end before it ends itself.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import shutil
import signal
import socket
import tempfile
import time
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import resource_tracker
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn

from coalition.http_connections import IDLE_SECONDS, BoundedConnection
from coalition.logs import set_up_logs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.context import SpawnProcess

    from coalition.web.headers import Headers

log = logging.getLogger(__name__)
OPTIONS: dict[str, Any] = {
    "factory": True,
    "lifespan": "on",
    "access_log": False,
    "log_config": None,
    "ws": "none",
    "server_header": False,
    "date_header": True,
    "proxy_headers": False,
    "timeout_graceful_shutdown": 10,
    "timeout_keep_alive": int(IDLE_SECONDS),
    "http": BoundedConnection,
}
_PAUSE = 1.0  # seconds after which a process that ended is replaced
_LOOK_EVERY = 0.2
_LONGEST_FOLDER = 90  # bytes; the path of a Unix socket has at most 107, on some systems 103
_LONGEST_END = 15.0  # seconds in which a reading process may end


def serve_with_readers(application: Callable[[], Headers], host: str, port: int, readers: int) -> None:
    """Run the web server in this process, and `readers` others beside it.

    Raises:
        SystemExit: the server could not start.

    """
    from coalition.web.forwarding import HandedOver

    set_up_logs()
    config = uvicorn.Config(lambda: HandedOver(application()), host=host, port=port, **OPTIONS)
    with folder_of_the_socket() as folder:
        server = WritingServer(config, listening(config.bind_socket(), config.backlog), folder / "writer", readers)
        with suppress(KeyboardInterrupt):
            server.run([server.public])
    if not server.started:
        raise SystemExit(1)


@contextmanager
def folder_of_the_socket() -> Iterator[Path]:
    """Make a folder that nobody else may open, for as long as the block lasts.

    Raises:
        SystemExit: temporary files cannot be written, or their folder has too long a name for a socket in it.

    """
    try:
        made = tempfile.TemporaryDirectory(prefix="coalition-", ignore_cleanup_errors=True)
    except OSError as error:
        log.error("no_temporary_folder %s", error)  # noqa: TRY400 -- the sentence says all
        raise SystemExit(1) from error
    with made as folder:
        if len(os.fsencode(folder)) > _LONGEST_FOLDER:
            log.error("temporary_folder_too_long %s: a socket has no room in it. Set TMPDIR to a shorter one.", folder)
            raise SystemExit(1)
        yield Path(folder)


def listening(public: socket.socket, backlog: int) -> socket.socket:
    """Let a socket listen before the application starts: of two servers that start at a time on one port, the second learns it here.

    Raises:
        SystemExit: another listens already.

    """
    try:
        public.listen(backlog)
    except OSError as error:
        log.error("%s", error)  # noqa: TRY400 -- as uvicorn says it of a port that was taken before
        raise SystemExit(1) from error
    return public


class WritingServer(uvicorn.Server):
    """Answers on the public socket, and to its reading processes on a Unix socket."""

    def __init__(self, config: uvicorn.Config, public: socket.socket, path: Path, readers: int) -> None:
        """Take the public socket, which the reading processes share, and the path of the Unix socket."""
        super().__init__(config)
        self.public = public
        self.path = path
        self.readers = readers
        self.running: set[SpawnProcess] = set()
        self.replacing: list[asyncio.Task[None]] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, then start the reading processes."""
        inside = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        inside.bind(str(self.path))
        await super().startup([*(sockets or []), inside])
        self.replacing = [asyncio.create_task(self._replace()) for _ in range(self.readers)]

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the reading processes end, which still hand requests over; then end. Who asks a second time does not wait for them."""
        for process in self.running:
            process.terminate()
        latest, waiting = time.monotonic() + _LONGEST_END, {*self.replacing}
        while waiting and not self.force_exit and time.monotonic() < latest:
            _, waiting = await asyncio.wait(waiting, timeout=_LOOK_EVERY)
        for process in self.running:
            process.kill()
        await super().shutdown(sockets)
        shutil.rmtree(self.path.parent, ignore_errors=True)  # a signal ends the process right after this

    async def _replace(self) -> None:
        """Run a reading process, and another whenever one ended, until this server ends."""
        while not self.should_exit:
            status = await self._run_one()
            if not self.should_exit:
                log.error("reading_process_ended status=%s", status)
                await asyncio.sleep(_PAUSE)

    async def _run_one(self) -> int | OSError | None:
        """Run a reading process until it ends; return its status, or why it could not start."""
        try:
            process = _started(self.public, str(self.path))
        except OSError as error:
            return error
        self.running.add(process)
        await _end_of(process)
        self.running.discard(process)
        return process.exitcode


def _started(public: socket.socket, path: str) -> SpawnProcess:
    """Start a reading process that does not hear Ctrl-C, not even while it is starting: the writing process tells it when to end."""
    process = multiprocessing.get_context("spawn").Process(target=read, args=(public, path), daemon=True)
    resource_tracker.ensure_running()  # otherwise it is started below, and unblocks the signal
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return process


async def _end_of(process: SpawnProcess) -> None:
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_reader(process.sentinel, ended.set)
    try:
        await ended.wait()
    finally:
        loop.remove_reader(process.sentinel)
    process.join()


def read(public: socket.socket, writer: str) -> None:
    """Send public pages on the public socket until told to stop, or until the writing process has ended; the body of a reading process."""
    from coalition.app import create_reading_app
    from coalition.web.forwarding import Forwarding

    set_up_logs()
    config = uvicorn.Config(
        lambda: create_reading_app(Forwarding(writer)),
        callback_notify=partial(_end_with_the_writer, Path(writer).parent),
        timeout_notify=1,
        **OPTIONS,
    )
    uvicorn.Server(config).run([public])


async def _end_with_the_writer(folder: Path) -> None:
    """End if the writing process was killed, and remove its folder."""
    parent = multiprocessing.parent_process()
    if parent is None or not parent.is_alive():
        shutil.rmtree(folder, ignore_errors=True)
        signal.raise_signal(signal.SIGTERM)
