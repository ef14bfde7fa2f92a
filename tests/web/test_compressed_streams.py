"""Responses that are sent piece by piece are compressed piece by piece, for those who accept it."""

from __future__ import annotations

import random
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from coalition.web.compressed_streams import CompressedStreams

if TYPE_CHECKING:
    from collections.abc import Iterable

pytestmark = pytest.mark.anyio
CSV = [(b"content-type", b"text/csv; charset=utf-8"), (b"etag", b'"1"')]


class Broken(Exception):
    """A piece cannot be made."""


def streaming(pieces: Iterable[bytes], headers: list[tuple[bytes, bytes]], *, breaks: bool = False) -> CompressedStreams:
    async def app(scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for piece in pieces if scope["method"] == "GET" else ():
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        if breaks:
            raise Broken
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    return CompressedStreams(app)


async def answer_of(app: CompressedStreams, accepts: bytes = b"br, gzip", method: str = "GET") -> tuple[dict[bytes, bytes], list[bytes]]:
    """Return the headers of an answer and what was sent of its body."""
    messages: list[Any] = []

    async def send(message: Any) -> None:
        messages.append(message)

    scope: Any = {"type": "http", "method": method, "headers": [(b"accept-encoding", accepts)]}
    try:
        await app(scope, None, send)  # type: ignore[arg-type]  # nothing is received
    except Broken:
        messages.append({"body": b"broken"})
    return dict(messages[0]["headers"]), [message["body"] for message in messages[1:]]


async def test_a_long_file_is_compressed_while_it_is_sent() -> None:
    pieces = [random.Random(at).randbytes(100_000).hex().encode() for at in range(10)]
    headers, sent = await answer_of(streaming(pieces, CSV))
    assert (headers[b"content-encoding"], headers[b"vary"], headers[b"etag"]) == (b"gzip", b"Accept-Encoding", b'"1-gz"')
    assert zlib.decompress(b"".join(sent), 31) == b"".join(pieces)
    assert len(sent) >= len(pieces)
    assert max(map(len, sent)) < 200_000  # nothing is collected
    for accepts in (b"", b"identity", b"gzip;q=0"):
        headers, sent = await answer_of(streaming(pieces, CSV), accepts)
        assert (headers.get(b"content-encoding"), headers[b"vary"], headers[b"etag"]) == (None, b"Accept-Encoding", b'"1"')
        assert b"".join(sent) == b"".join(pieces)
    assert await answer_of(streaming(pieces, CSV), method="HEAD") == ((await answer_of(streaming(pieces, CSV)))[0], [b""])


async def test_a_file_that_breaks_off_is_not_complete() -> None:
    _, sent = await answer_of(streaming([b"name\n" * 100_000], CSV, breaks=True))
    assert sent.pop() == b"broken"
    reader = zlib.decompressobj(31)
    reader.decompress(b"".join(sent))
    assert not reader.eof


@pytest.mark.parametrize(
    "more",
    [
        [(b"content-type", b"text/csv"), (b"content-length", b"4")],
        [(b"content-type", b"text/csv"), (b"content-encoding", b"br")],
        [(b"content-type", b"text/csv"), (b"content-range", b"bytes 0-3/8")],
        [(b"content-type", b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")],
    ],
)
async def test_other_responses_are_left_as_they_are(more: list[tuple[bytes, bytes]]) -> None:
    headers, sent = await answer_of(streaming([b"text"], more))
    assert (headers, b"".join(sent)) == (dict(more), b"text")
