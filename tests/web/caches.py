"""Page caches for tests: their time stands still until a test moves it, and they count what they render."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

import httpx

from coalition.web.headers import Headers
from coalition.web.known_changes import KnownChanges
from coalition.web.page_cache import OLD_FOR, PageCache
from tests.conftest import visitor

if TYPE_CHECKING:
    from collections.abc import Callable

    from litestar.types import ASGIApp, Receive, Scope, Send

GENEROUS = 20  # seconds until what happens in the background must have happened


class Watched:
    """A page cache before the handlers of the site, the time by which it goes, and the number of renderings of each address."""

    def __init__(self, handlers: ASGIApp, old_for: float = OLD_FOR) -> None:
        """Begin at some time with nothing rendered; `handlers` are the applications of the audiences."""
        self.time = 1000.0
        self.rendered: Counter[str] = Counter()
        self.holding: asyncio.Event | None = None
        self.cache = PageCache(self._counting, KnownChanges(lambda: self.time), old_for)
        self.cache.pause = self._pause
        self.pauses: list[float] = []
        self.going_on = asyncio.Event()
        self.going_on.set()
        self.handlers = handlers
        self.app = Headers(self.cache)

    async def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await self.going_on.wait()

    async def _counting(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = scope.get("query_string", b"").decode()
        self.rendered[scope["path"] + (f"?{query}" if query else "")] += 1
        await self.handlers(scope, receive, send)
        if self.holding:
            await self.holding.wait()

    def reader(self) -> httpx.AsyncClient:
        """Return a client of this cache."""
        return visitor(self.app)


async def until(happened: Callable[[], bool]) -> None:
    """Wait until something has happened in the background."""
    async with asyncio.timeout(GENEROUS):
        while not happened():  # noqa: ASYNC110 -- the cache tells nobody
            await asyncio.sleep(0.01)
