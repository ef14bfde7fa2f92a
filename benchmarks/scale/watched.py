"""The site in a process that also says how late its event loop is, how often pages are made, and how long one query of some rows takes.

`python -m benchmarks.scale.watched PORT [--worker]`. A request with the header `x-bench-made` goes past the page cache.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from statistics import quantiles
from time import perf_counter, thread_time
from typing import Any

import uvicorn

from benchmarks.scale.rows_shown import QUERIES
from coalition import clock, database
from coalition.app import create_app
from coalition.database import put
from coalition.http_connections import IDLE_SECONDS, BoundedConnection
from coalition.people.tables import Login
from coalition.people.tokens import new_token

PREFIX = "/-/"
PAST_THE_CACHE = (b"x-bench-made", b"1")
_SLEEP = 0.001


class Watched:
    """Answers questions about the process itself; everything else is answered by the site."""

    def __init__(self, *, with_worker: bool) -> None:
        self.site: Any = create_app(with_worker=with_worker)
        cache = self.site.app  # the page cache, behind the headers of every response
        self.made = cache.app
        cache.app = self.count
        self.makings: Counter[str] = Counter()
        self.late: list[float] = []
        self.held = 0.0
        self.watching: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if self.watching is None:
            self.watching = asyncio.create_task(self.watch())
        if scope["type"] == "http" and scope["path"].startswith(PREFIX):
            await _send(send, await self.say(*scope["path"].removeprefix(PREFIX).split("/")))
        elif scope["type"] == "http" and PAST_THE_CACHE in scope["headers"]:
            await self.made(scope, receive, send)
        else:
            await self.site(scope, receive, send)

    async def count(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            self.makings[scope["path"]] += 1
        await self.made(scope, receive, send)

    async def watch(self) -> None:
        while True:
            begun, used = perf_counter(), thread_time()
            await asyncio.sleep(_SLEEP)
            self.late.append(perf_counter() - begun - _SLEEP)
            self.held = max(self.held, thread_time() - used)  # whatever else the machine does

    async def say(self, what: str, *more: str) -> bytes:
        if what == "late":  # since the last question, in seconds; `held` is the processor time of the loop's thread in its longest block
            (late, self.late), (held, self.held) = (self.late, []), (self.held, 0.0)
            p99 = quantiles(late, n=100, method="inclusive")[98] if len(late) > 1 else 0.0
            return json.dumps({"p99": p99, "longest": max(late, default=0.0), "held": held}).encode()
        if what == "makings":
            return json.dumps(self.makings).encode()
        if what == "desk":  # a session of the first coordinator
            token, token_hash = new_token()
            await put(Login, coordinator=1, token_hash=token_hash, created_at=clock.now(), seen_at=clock.now())
            return json.dumps(token).encode()
        sql, argument = QUERIES[more[0].replace("-", " ")]
        values = [more[1]] if argument else []
        return json.dumps(await database.execute(sql, *values), default=str).encode()


async def _send(send: Any, body: bytes) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", str(len(body)).encode())]})
    await send({"type": "http.response.body", "body": body})


def main() -> None:
    """Serve as `coalition serve` does."""
    uvicorn.run(
        Watched(with_worker="--worker" in sys.argv),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        lifespan="on",
        access_log=False,
        log_config=None,
        ws="none",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
        timeout_keep_alive=int(IDLE_SECONDS),
        http=BoundedConnection,
    )


if __name__ == "__main__":
    main()
