"""The page cache: a public page is rendered once for each change, and its bytes are sent before the application is asked."""

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
_LEAST_TO_COMPRESS = 512
_ACCEPTS_GZIP = re.compile(rb"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)
_NEGOTIATED = ("/", "")
_PRIVATE = ("/desk", "/signing", "/invitations/", "/sign-in", "/health/")
_CACHED_QUERIES = (
    *("text=", "at=", "compare=", "left=", "right=", "q=", "after=", "country=", "limit=", "since=", "from=", "edition="),
    *("provision=", "line=", "statement=", "language="),  # of a citation
)


class CachedPage(Struct, frozen=True):
    """A response as it is sent: plain and compressed, each with its strong ETag."""

    headers: list[tuple[bytes, bytes]]
    plain: bytes
    compressed: bytes | None
    etag: bytes

    @classmethod
    def of(cls, headers: list[tuple[bytes, bytes]], body: bytes) -> CachedPage:
        """Make it from a response of the application."""
        kept_headers = [(name, value) for name, value in headers if name.lower() not in {b"content-length", b"etag", b"vary"}]
        compressed = gzip.compress(body, 9, mtime=0) if len(body) > _LEAST_TO_COMPRESS else None
        return cls(kept_headers, body, compressed, hashlib.sha256(body).hexdigest()[:32].encode())

    @property
    def size(self) -> int:
        """The bytes it takes in the cache."""
        return len(self.plain) + len(self.compressed or b"")

    def response(self, request_headers: dict[bytes, bytes]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        """Return status, headers and body for the headers of a request."""
        compressed = self.compressed is not None and _ACCEPTS_GZIP.search(request_headers.get(b"accept-encoding", b"")) is not None
        etag = b'"' + self.etag + (b'-gz"' if compressed else b'"')
        headers = [*self.headers, (b"etag", etag), (b"vary", b"Accept-Encoding")]
        known = request_headers.get(b"if-none-match", b"")
        if etag in known or known.strip() == b"*":
            return 304, headers, b""
        body = self.compressed if compressed and self.compressed is not None else self.plain
        if compressed:
            headers.append((b"content-encoding", b"gzip"))
        return 200, [*headers, (b"content-length", str(len(body)).encode())], body


class PageCache:
    """Holds every public response until something public changes; many requests for a page that is not there wait for one rendering."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self.app = app
        self.pages: OrderedDict[str, CachedPage] = OrderedDict()
        self.size = 0
        self.seen_version = -1
        self.seen_here = 0
        self.day = clock.today()
        self.rendering: dict[str, asyncio.Lock] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send cached bytes, or ask the application and cache what it publishes."""
        if scope["type"] != ScopeType.HTTP or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        key = _key(scope)
        page = self._cached(key) if key else None
        if page is not None:
            await _send(page, scope, send)
        elif key is None:
            await self.app(scope, receive, send)
        else:
            await self._render(key, scope, receive, send)

    def _cached(self, key: str) -> CachedPage | None:
        if changes_in_this_process() != self.seen_here or clock.today() != self.day:
            self.forget()
            return None
        page = self.pages.get(key)
        if page is not None:
            self.pages.move_to_end(key)
        return page

    async def _render(self, key: str, scope: Scope, receive: Receive, send: Send) -> None:
        lock = self.rendering.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                page = self._cached(key)
                if page is None:
                    page = await self._ask(key, scope, receive, send)
        finally:
            if not lock.locked():
                self.rendering.pop(key, None)
        if page is not None:
            await _send(page, scope, send)

    async def _ask(self, key: str, scope: Scope, receive: Receive, send: Send) -> CachedPage | None:
        """Let the application respond; return the page it publishes, or None when the response was not public and is sent already."""
        before = (changes_in_this_process(), self.seen_version)
        start: dict[str, Any] | None = None
        parts: list[bytes] = []
        is_public = False

        async def collect(message: Any) -> None:
            nonlocal start, is_public
            if message["type"] == "http.response.start":
                start = message
                is_public = message["status"] == 200 and _is_public(message["headers"])  # noqa: PLR2004
                if not is_public:
                    await send(message)
            elif is_public and message["type"] == "http.response.body":
                parts.append(message.get("body", b""))
            else:
                await send(message)

        await self.app(cast("Scope", {**scope, "method": "GET"}), receive, collect)  # a HEAD is answered from the cached GET
        if not is_public or start is None:
            return None
        page = await asyncio.to_thread(CachedPage.of, list(start["headers"]), b"".join(parts))
        if before == (changes_in_this_process(), self.seen_version):
            self._store(key, page)
        return page

    def _store(self, key: str, page: CachedPage) -> None:
        replaced = self.pages.pop(key, None)
        self.pages[key] = page
        self.size += page.size - (replaced.size if replaced else 0)
        while self.size > _MOST_BYTES:
            self.size -= self.pages.popitem(last=False)[1].size

    def forget(self) -> None:
        """Drop every page: something public has changed, or a new day has begun."""
        self.pages.clear()
        self.size = 0
        self.seen_here = changes_in_this_process()
        self.day = clock.today()

    async def watch(self, stop: asyncio.Event, every: float = 0.5) -> None:
        """Look for changes that other processes made; while the database does not answer, the cached pages stay."""
        while not stop.is_set():
            try:
                version = await published_version()
                if version != self.seen_version:
                    self.seen_version = version
                    self.forget()
            except Exception as error:  # noqa: BLE001 -- whatever the fault of the database is, reading goes on
                log.warning("published_version_unknown error=%s", type(error).__name__)
            try:
                await asyncio.wait_for(stop.wait(), every)
            except TimeoutError:
                continue


def _key(scope: Scope) -> str | None:
    """Return the key of a response in the cache; None for a response that must not be cached."""
    path, query = scope["path"], scope.get("query_string", b"").decode("latin-1")
    if any(name == b"authorization" for name, _ in scope["headers"]):
        return None
    if path in _NEGOTIATED or any(part in path for part in _PRIVATE):
        return None
    if query and not (query.startswith(_CACHED_QUERIES) and query.count("&") < len(_CACHED_QUERIES)):
        return None
    return f"{path}?{query}"


def _is_public(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(name.lower() == b"cache-control" and value.startswith(b"public") for name, value in headers)


async def _send(page: CachedPage, scope: Scope, send: Send) -> None:
    status, headers, body = page.response(dict(scope["headers"]))
    sent = b"" if cast("HTTPScope", scope)["method"] == "HEAD" else body
    await send(HTTPResponseStartEvent(type="http.response.start", status=status, headers=headers))
    await send(HTTPResponseBodyEvent(type="http.response.body", body=sent, more_body=False))
