"""A public response as bytes, plain and compressed, and the bounded store of such responses."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections import OrderedDict, defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from coalition.notices.page_subjects import Subject

MOST_BYTES = 64 * 1024 * 1024
MOST_BYTES_OF_ONE = MOST_BYTES // 8
MOST_VARIANTS = 24  # responses of one path that differ in their query
_LEAST_TO_COMPRESS = 512
LEVEL = 6  # 9 takes twice the time for less than a hundredth of the bytes
_ACCEPTS_GZIP = re.compile(rb"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)


def accepts_gzip(request_headers: dict[bytes, bytes]) -> bool:
    """Whether a reader accepts compressed responses."""
    return _ACCEPTS_GZIP.search(request_headers.get(b"accept-encoding", b"")) is not None


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
        compressed = gzip.compress(body, LEVEL, mtime=0) if len(body) > _LEAST_TO_COMPRESS else None
        return cls(kept_headers, body, compressed, hashlib.sha256(body).hexdigest()[:32].encode())

    @property
    def size(self) -> int:
        """The bytes it takes in the cache."""
        return len(self.plain) + len(self.compressed or b"")

    def response(self, request_headers: dict[bytes, bytes]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        """Return status, headers and body for the headers of a request."""
        compressed = self.compressed is not None and accepts_gzip(request_headers)
        etag = b'"' + self.etag + (b'-gz"' if compressed else b'"')
        headers = [*self.headers, (b"etag", etag), (b"vary", b"Accept-Encoding")]
        known = request_headers.get(b"if-none-match", b"")
        if etag in known or known.strip() == b"*":
            return 304, headers, b""
        body = self.compressed if compressed and self.compressed is not None else self.plain
        if compressed:
            headers.append((b"content-encoding", b"gzip"))
        return 200, [*headers, (b"content-length", str(len(body)).encode())], body


class Rendered(Struct):
    """A page with what it was rendered from.

    `subjects` are None if it is about nothing that is known: then every change is its own. `seen` is the number of changes that the
    process knew when it was rendered, or found later that none of them is about the page; `removals` is the number of removals.
    `started` and `current` are the times at which its rendering began, and at which it was last known to be up to date.
    """

    page: CachedPage
    subjects: frozenset[Subject] | None
    day: date
    seen: int
    removals: int
    started: float
    current: float
    scope: dict[str, Any]


class PageStore:
    """The pages of a process by their addresses: those that were not read for the longest time leave first."""

    def __init__(self) -> None:
        """Begin empty."""
        self.pages: OrderedDict[str, Rendered] = OrderedDict()
        self.size = 0
        self._variants: defaultdict[str, OrderedDict[str, None]] = defaultdict(OrderedDict)

    def __len__(self) -> int:
        """Count the pages."""
        return len(self.pages)

    def get(self, key: str) -> Rendered | None:
        """Return a page, as the last one that was read."""
        rendered = self.pages.get(key)
        if rendered is not None:
            self.pages.move_to_end(key)
        return rendered

    def put(self, key: str, rendered: Rendered) -> None:
        """Store a page; one that is too large is left out."""
        self.remove(key)
        if rendered.page.size > min(MOST_BYTES_OF_ONE, MOST_BYTES):
            return
        self.pages[key] = rendered
        self.size += rendered.page.size
        for other in self._one_too_many(key):
            self.remove(other)
        while self.size > MOST_BYTES:
            self.remove(next(iter(self.pages)))

    def _one_too_many(self, key: str) -> Iterator[str]:
        path, _, query = key.partition("?")
        if query:
            variants = self._variants[path]
            variants[key] = None
            if len(variants) > MOST_VARIANTS:
                yield next(iter(variants))

    def remove(self, key: str) -> None:
        """Remove a page if it is there."""
        rendered = self.pages.pop(key, None)
        if rendered is None:
            return
        self.size -= rendered.page.size
        path = key.partition("?")[0]
        if path in self._variants:
            self._variants[path].pop(key, None)
            if not self._variants[path]:
                del self._variants[path]

    def clear(self) -> None:
        """Remove every page."""
        self.pages.clear()
        self._variants.clear()
        self.size = 0
