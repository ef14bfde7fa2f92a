"""An ASGI application that sends the bytes of one file to everybody, compressed beforehand for those who accept it."""

from __future__ import annotations

import gzip
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.servers import Server

_FILE = "RAW_PAGE"


@contextmanager
def serving(folder: Path, page: bytes) -> Iterator[Server]:
    """Serve `page` at every address, by one process of uvicorn, as ours."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "page.html"
    file.write_bytes(page)
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "--factory", "benchmarks.raw.sending:application", "--port", str(port)]
    command += ["--log-level", "warning", "--no-access-log", "--ws", "none", "--lifespan", "off"]
    with running(command, port, "/", {_FILE: str(file)}, folder / "output.log") as server:
        yield server


def application() -> Any:
    """Make the application in the process that serves it."""
    plain = Path(os.environ[_FILE]).read_bytes()
    shared = [(b"content-type", b"text/html; charset=utf-8"), (b"vary", b"accept-encoding")]
    compressed = gzip.compress(plain, 9, mtime=0)
    answers = {
        False: (plain, [*shared, (b"content-length", b"%d" % len(plain))]),
        True: (compressed, [*shared, (b"content-length", b"%d" % len(compressed)), (b"content-encoding", b"gzip")]),
    }

    async def send_page(scope: dict[str, Any], _receive: Any, send: Any) -> None:
        body, headers = answers[any(name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"])]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return send_page
