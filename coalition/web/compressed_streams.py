"""Responses that are sent piece by piece, compressed while they are sent: memory holds one piece. The page cache compresses the others."""

from __future__ import annotations

import asyncio
import re
import zlib
from typing import TYPE_CHECKING, Any, cast

from litestar.enums import ScopeType

from coalition.web.cached_pages import LEVEL, accepts_gzip

if TYPE_CHECKING:
    from litestar.types import ASGIApp, HTTPResponseStartEvent, Message, Receive, Scope, Send

_TEXT = re.compile(rb"text/|application/([a-z.-]+\+)?(json|xml)\b", re.IGNORECASE)  # a workbook is compressed by itself
_GZIP_WINDOW = 31  # the largest window, in the format of gzip
_OK = 200


class CompressedStreams:
    """Compresses what has no length yet, for those who accept it."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and compress a response without a length."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        accepted = accepts_gzip(dict(scope["headers"]))
        await self.app(scope, receive, _Sender(send, accepted=accepted, with_body=scope["method"] != "HEAD"))


class _Sender:
    """Sends one response."""

    def __init__(self, send: Send, *, accepted: bool, with_body: bool) -> None:
        self.send, self.accepted, self.with_body = send, accepted, with_body
        self.compressor: Any = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_streamed_text(message):
            message = self._started(message)
        elif message["type"] == "http.response.body" and self.compressor:
            more = message["more_body"]
            body = await asyncio.to_thread(self._compressed, message["body"], is_last=not more)
            if more and not body:
                return  # the compressor waits for more
            message = {**message, "body": body}
        await self.send(message)

    def _started(self, message: HTTPResponseStartEvent) -> HTTPResponseStartEvent:
        """Return the start of a response with the headers of the form in which it is sent."""
        headers = [*message["headers"], (b"vary", b"Accept-Encoding")]
        if self.accepted:
            headers = [(name, _of_compressed(value) if name.lower() == b"etag" else value) for name, value in headers]
            headers.append((b"content-encoding", b"gzip"))
            if self.with_body:
                self.compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
        return {**message, "headers": headers}

    def _compressed(self, body: bytes, *, is_last: bool) -> bytes:
        compressed = cast("bytes", self.compressor.compress(body))
        return compressed + self.compressor.flush() if is_last else compressed


def _is_streamed_text(message: HTTPResponseStartEvent) -> bool:
    headers = {name.lower(): value for name, value in message["headers"]}
    is_whole = not headers.keys() & {b"content-length", b"content-encoding", b"content-range"}
    return message["status"] == _OK and is_whole and _TEXT.match(headers.get(b"content-type", b"")) is not None


def _of_compressed(etag: bytes) -> bytes:
    """Return the ETag of the compressed form of a response."""
    return etag[:-1] + b'-gz"'
