"""Published pages are bytes: rendered once for each change, served before the application is asked."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import logging
import re
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, cast

from litestar.enums import ScopeType
from litestar.types import HTTPResponseBodyEvent, HTTPResponseStartEvent
from msgspec import Struct

from coalition import clock
from coalition.notices.issuing import changes_in_this_process
from coalition.notices.queries import published_version

if TYPE_CHECKING:
    from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send


log = logging.getLogger(__name__)


_MOST_BYTES = 64 * 1024 * 1024


_WORTH_PACKING = 512


_TAKES_GZIP = re.compile(rb"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)


_NEGOTIATED = ("/", "")


_KEPT_QUERIES = ("text=", "at=", "compare=", "left=", "right=", "q=", "after=", "country=", "limit=", "since=", "from=", "edition=")


class Published(Struct, frozen=True):
    """An answer as it goes out: plain and packed, each with its strong ETag."""

    headers: list[tuple[bytes, bytes]]
    plain: bytes
    packed: bytes | None
    etag: bytes

    @classmethod
    def of(cls, headers: list[tuple[bytes, bytes]], body: bytes) -> Published:
        """Make it from an answer of the application."""
        kept = [(name, value) for name, value in headers if name.lower() not in {b"content-length", b"etag", b"vary"}]
        packed = gzip.compress(body, 9, mtime=0) if len(body) > _WORTH_PACKING else None
        return cls(kept, body, packed, hashlib.sha256(body).hexdigest()[:32].encode())

    def answer(self, request: dict[bytes, bytes]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        """Return status, headers and body for a request's headers."""
        packed = self.packed is not None and _TAKES_GZIP.search(request.get(b"accept-encoding", b"")) is not None
        etag = b'"' + self.etag + (b'-gz"' if packed else b'"')
        headers = [*self.headers, (b"etag", etag), (b"vary", b"Accept-Encoding")]
        known = request.get(b"if-none-match", b"")
        if etag in known or known.strip() == b"*":
            return 304, headers, b""
        body = self.packed if packed and self.packed is not None else self.plain
        if packed:
            headers.append((b"content-encoding", b"gzip"))
        return 200, [*headers, (b"content-length", str(len(body)).encode())], body


class PublishedPages:
    """Keeps every public answer until something public changes; the same page is made once for many who wait."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self.app = app
        self.pages: OrderedDict[str, Published] = OrderedDict()
        self.size = 0
        self.seen_version = -1
        self.seen_here = 0
        self.day = clock.today()
        self.making: dict[str, asyncio.Lock] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve kept bytes, or ask the application and keep what it publishes."""
        if scope["type"] != ScopeType.HTTP or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        key = _key(scope)
        kept = self._kept(key) if key else None
        if kept is not None:
            await _send(kept, scope, send)
        elif key is None:
            await self.app(scope, receive, send)
        else:
            await self._make(key, scope, receive, send)

    def _kept(self, key: str) -> Published | None:
        if changes_in_this_process() != self.seen_here or clock.today() != self.day:
            self.forget()
            return None
        found = self.pages.get(key)
        if found is not None:
            self.pages.move_to_end(key)
        return found

    async def _make(self, key: str, scope: Scope, receive: Receive, send: Send) -> None:
        lock = self.making.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                kept = self._kept(key)
                if kept is None:
                    kept = await self._ask(key, scope, receive, send)
        finally:
            if not lock.locked():
                self.making.pop(key, None)
        if kept is not None:
            await _send(kept, scope, send)

    async def _ask(self, key: str, scope: Scope, receive: Receive, send: Send) -> Published | None:
        """Let the application answer; return what it publishes, or None when the answer went straight through."""
        before = (changes_in_this_process(), self.seen_version)
        start: dict[str, Any] | None = None
        parts: list[bytes] = []
        publishes = False

        async def catch(message: Any) -> None:
            nonlocal start, publishes
            if message["type"] == "http.response.start":
                start = message
                publishes = message["status"] == 200 and _is_public(message["headers"])  # noqa: PLR2004
                if not publishes:
                    await send(message)
            elif publishes and message["type"] == "http.response.body":
                parts.append(message.get("body", b""))
            else:
                await send(message)

        await self.app(cast("Scope", {**scope, "method": "GET"}), receive, catch)  # a HEAD is answered from the kept GET
        if not publishes or start is None:
            return None
        made = await asyncio.to_thread(Published.of, list(start["headers"]), b"".join(parts))
        if before == (changes_in_this_process(), self.seen_version):
            self._keep(key, made)
        return made

    def _keep(self, key: str, made: Published) -> None:
        replaced = self.pages.pop(key, None)
        self.pages[key] = made
        self.size += _weight(made) - (_weight(replaced) if replaced else 0)
        while self.size > _MOST_BYTES:
            self.size -= _weight(self.pages.popitem(last=False)[1])

    def forget(self) -> None:
        """Drop every page: something public has changed, or a new day has begun."""
        self.pages.clear()
        self.size = 0
        self.seen_here = changes_in_this_process()
        self.day = clock.today()

    async def watch(self, stop: asyncio.Event, every: float = 0.5) -> None:
        """Look for changes that other processes made; while the database is away the kept pages stay."""
        while not stop.is_set():
            try:
                version = await published_version()
                if version != self.seen_version:
                    self.seen_version = version
                    self.forget()
            except Exception as error:  # noqa: BLE001 -- whatever ails the database, reading goes on
                log.warning("published_version_unknown error=%s", type(error).__name__)
            try:
                await asyncio.wait_for(stop.wait(), every)
            except TimeoutError:
                continue


def _weight(page: Published) -> int:
    return len(page.plain) + len(page.packed or b"")


def _key(scope: Scope) -> str | None:
    """Return under what name an answer is kept; None for what must not be kept."""
    path, query = scope["path"], scope.get("query_string", b"").decode("latin-1")
    if any(name == b"authorization" for name, _ in scope["headers"]):
        return None
    if path in _NEGOTIATED or any(part in path for part in ("/desk", "/signing", "/invitations/", "/sign-in", "/health/")):
        return None
    if query and not (query.startswith(_KEPT_QUERIES) and query.count("&") < len(_KEPT_QUERIES)):
        return None
    return f"{path}?{query}"


def _is_public(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(name.lower() == b"cache-control" and value.startswith(b"public") for name, value in headers)


async def _send(page: Published, scope: Scope, send: Send) -> None:
    status, headers, body = page.answer(dict(scope["headers"]))
    sent = b"" if cast("HTTPScope", scope)["method"] == "HEAD" else body
    await send(HTTPResponseStartEvent(type="http.response.start", status=status, headers=headers))
    await send(HTTPResponseBodyEvent(type="http.response.body", body=sent, more_body=False))
