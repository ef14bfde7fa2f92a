"""The load generator: raw HTTP/1.1 on kept connections, in a process of its own. Reads a task from stdin, prints a result, both JSON."""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_BUFFER = 256 * 1024
_HEAD = 8 * 1024
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CLOSE = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)


@dataclass
class Run:
    """What all connections share: requests still to send, and what came back."""

    host: str
    port: int
    requests: Iterator[bytes]
    ends: float
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    broken: int = 0
    length: int = 0
    pause: float = 0.0

    def take(self) -> bytes | None:
        """Return the next request, or None when the task is done."""
        return next(self.requests, None) if time.perf_counter() < self.ends else None


class Connection(asyncio.BufferedProtocol):
    """One browser: it sends a request, waits for the whole answer, and sends the next."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.done = asyncio.get_running_loop().create_future()
        self.buffer = memoryview(bytearray(_BUFFER))
        self.request: bytes | None = None
        self.transport: Any = None
        self._forget()

    def _forget(self) -> None:
        self.head, self.left, self.closes = b"", -1, False

    def begin(self) -> None:
        """Take a request and send it, or end."""
        self.request = self.run.take()
        self.started = time.perf_counter()
        if self.request is None:
            self._end()
        elif self.transport is None:
            asyncio.ensure_future(self._connect())  # noqa: RUF006 -- it ends before the future that is awaited
        else:
            self.transport.write(self.request)

    async def _connect(self) -> None:
        try:
            await asyncio.get_running_loop().create_connection(lambda: self, self.run.host, self.run.port)
        except OSError:
            self._broke()

    def connection_made(self, transport: Any) -> None:
        """Send what waits."""
        self.transport = transport
        transport.write(self.request)

    def get_buffer(self, _hint: int) -> memoryview:
        """Lend the one buffer; what it holds is used up at once."""
        return self.buffer

    def buffer_updated(self, size: int) -> None:
        """Count what came."""
        if self.left < 0:
            size = self._read_head(size)
            if self.left < 0:
                return
        self.left -= size
        if self.left <= 0:
            self._answered()

    def _read_head(self, size: int) -> int:
        """Read status and length; return how much of the body came with them."""
        before = len(self.head)
        self.head += bytes(self.buffer[: min(size, _HEAD)])
        end = self.head.find(b"\r\n\r\n")
        if end < 0:
            return 0
        length = _LENGTH.search(self.head, 0, end)
        self.left = int(length[1]) if length else 0
        self.closes = _CLOSE.search(self.head, 0, end) is not None
        self.run.length = self.left
        self.status = int(self.head[9:12])
        return before + size - end - 4

    def _answered(self) -> None:
        self.run.latencies.append(time.perf_counter() - self.started)
        self.run.statuses[self.status] += 1
        closes = self.closes
        self._forget()
        if closes:
            self._drop()
        if self.run.pause:
            asyncio.get_running_loop().call_later(self.run.pause, self.begin)
        else:
            self.begin()

    def _drop(self) -> None:
        transport, self.transport = self.transport, None
        if transport is not None:
            transport.close()

    def connection_lost(self, _error: Exception | None) -> None:
        """An answer that is not there any more is a broken one; a connection closed afterwards is not."""
        if self.transport is not None:
            self.transport = None
            self._broke()

    def _broke(self) -> None:
        if self.request is not None:
            self.run.broken += 1
            self._forget()
            asyncio.get_running_loop().call_later(0.01, self.begin)

    def _end(self) -> None:
        self._drop()
        if not self.done.done():
            self.done.set_result(None)


async def perform(task: dict[str, Any]) -> dict[str, Any]:
    """Send the requests of a task, each once or again and again, on several connections and for some seconds at most."""
    requests = [text.encode("latin-1") for text in task["requests"]]
    started = time.perf_counter()
    run = Run("127.0.0.1", task["port"], cycle(requests) if task["again"] else iter(requests), started + task["seconds"])
    run.pause = task.get("pause", 0.0)
    connections = [Connection(run) for _ in range(task["concurrency"])]
    busy = time.process_time()
    for connection in connections:
        connection.begin()
    await asyncio.gather(*(connection.done for connection in connections))
    took = time.perf_counter() - started
    return _result(run, took, (time.process_time() - busy) / took)


def _result(run: Run, took: float, busy: float) -> dict[str, Any]:
    ordered = sorted(run.latencies) or [0.0]
    return {
        "per_second": len(run.latencies) / took,
        "p50_ms": 1000 * ordered[len(ordered) // 2],
        "p99_ms": 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))],
        "answers": len(run.latencies),
        "statuses": {str(status): count for status, count in run.statuses.items()},
        "broken": run.broken,
        "length": run.length,
        "busy": busy,
    }


def main() -> None:
    """Do one task."""
    with suppress(ImportError):
        import uvloop

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    print(json.dumps(asyncio.run(perform(json.load(sys.stdin)))))


if __name__ == "__main__":
    main()
