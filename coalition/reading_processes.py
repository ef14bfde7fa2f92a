"""SQLite has one process that writes; beside it others read. They share its port, send public pages, and hand everything else over to it.

The writing process starts them when it answers itself, starts another for each that ends, and lets them end before it ends itself.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import shutil
import signal
import socket
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn

from coalition.http_connections import IDLE_SECONDS, BoundedConnection
from coalition.logs import set_up_logs

if TYPE_CHECKING:
    from collections.abc import Callable
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
_LONGEST_END = 15.0  # seconds in which a reading process may end


def serve_with_readers(application: Callable[[], Headers], host: str, port: int, readers: int) -> None:
    """Run the web server in this process, and `readers` others beside it.

    Raises:
        SystemExit: the server could not start.

    """
    from coalition.web.forwarding import HandedOver

    set_up_logs()
    config = uvicorn.Config(lambda: HandedOver(application()), host=host, port=port, **OPTIONS)
    server = WritingServer(config, config.bind_socket(), readers)
    with suppress(KeyboardInterrupt):
        server.run([server.public])
    if not server.started:
        raise SystemExit(1)


class WritingServer(uvicorn.Server):
    """Answers on the public socket, and to its reading processes on a Unix socket in a folder that nobody else may open."""

    def __init__(self, config: uvicorn.Config, public: socket.socket, readers: int) -> None:
        """Take the public socket, which the reading processes share."""
        super().__init__(config)
        self.public = public
        self.readers = readers
        self.folder = Path()
        self.running: set[SpawnProcess] = set()
        self.replacing: list[asyncio.Task[None]] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, then start the reading processes."""
        self.folder = Path(tempfile.mkdtemp(prefix="coalition-"))
        inside = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        inside.bind(str(self.folder / "writer"))
        try:
            await super().startup([*(sockets or []), inside])
        except BaseException:
            shutil.rmtree(self.folder)
            raise
        self.replacing = [asyncio.create_task(self._replace()) for _ in range(self.readers)]

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the reading processes end, which still hand requests over; then end."""
        for process in self.running:
            process.terminate()
        _, late = await asyncio.wait(self.replacing, timeout=_LONGEST_END)
        for process in self.running if late else ():
            process.kill()
        await super().shutdown(sockets)
        shutil.rmtree(self.folder, ignore_errors=True)

    async def _replace(self) -> None:
        """Start a reading process, and another whenever one ended, until this server ends."""
        while not self.should_exit:
            process = multiprocessing.get_context("spawn").Process(target=read, args=(self.public, str(self.folder / "writer")), daemon=True)
            process.start()
            self.running.add(process)
            await _end_of(process)
            self.running.discard(process)
            if not self.should_exit:
                log.error("reading_process_ended status=%s", process.exitcode)
                await asyncio.sleep(_PAUSE)


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
    config = uvicorn.Config(lambda: create_reading_app(Forwarding(writer)), callback_notify=_end_with_the_writer, timeout_notify=1, **OPTIONS)
    uvicorn.Server(config).run([public])


async def _end_with_the_writer() -> None:
    parent = multiprocessing.parent_process()
    if parent is None or not parent.is_alive():
        signal.raise_signal(signal.SIGTERM)
