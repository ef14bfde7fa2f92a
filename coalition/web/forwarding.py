"""Requests that a reading process hands over to the process that writes, on a Unix socket, and what the latter makes of them.

The socket lies in a folder that only the user of the server can open, and only there is the header believed that names the client.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpcore
from litestar.enums import ScopeType
from litestar.exceptions import ClientException, HTTPException

from coalition.database import Unavailable
from coalition.web.errors import Interrupted

if TYPE_CHECKING:
    import asyncio

    from litestar.types import HTTPScope, Receive, Scope, Send

    from coalition.web.headers import Headers

CLIENT = b"coalition-client"
MOST = 64  # requests that are with the writing process at a time; others wait
LARGEST = 8 * 1024 * 1024 + 512 * 1024  # bytes of a body; more than a route takes, less than the server reads
_IDLE_SECONDS = 5.0  # less than the server waits (`http_connections.py`), so that it never closes a connection that is about to be used
_TIMEOUTS = {"timeout": {"connect": 5.0}}  # seconds; how long an answer takes is for the writing process to say
_OF_ONE_CONNECTION = frozenset({b"connection", b"keep-alive", b"proxy-connection", b"te", b"trailer", b"transfer-encoding", b"upgrade"})
_NOT_HANDED_OVER = _OF_ONE_CONNECTION | {b"content-length", b"expect", CLIENT}
_NOT_HANDED_BACK = _OF_ONE_CONNECTION | {b"date"}  # the server adds its own
_REPEATABLE = frozenset({b"GET", b"HEAD", b"OPTIONS"})


class Forwarding:
    """Hands requests over and sends the responses."""

    def __init__(self, path: str) -> None:
        """Take the path of the socket on which the writing process listens; connections are made when they are needed."""
        self.pool = httpcore.AsyncConnectionPool(uds=path, max_connections=MOST, max_keepalive_connections=MOST, keepalive_expiry=_IDLE_SECONDS)

    async def hand_over(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the writing process answer a request. A client that sends or reads slowly keeps no connection to it, except for a long stream.

        Raises:
            ClientException: the request has a header that HTTP does not allow.
            HTTPException: its body is larger than any route takes (413).
            Unavailable: the writing process did not get the request, or it can be asked again.
            Interrupted: the writing process ended while it worked on the request.

        """
        assert scope["type"] == ScopeType.HTTP  # noqa: S101 -- there are no websockets
        body = await _whole_body(scope, receive)
        if body is None:
            return
        answer = await self._answer(_request(scope, body))
        try:
            headers = [(name.lower(), value) for name, value in answer.headers if name.lower() not in _NOT_HANDED_BACK]
            await send({"type": "http.response.start", "status": answer.status, "headers": headers})
            async for part in answer.aiter_stream():
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            await answer.aclose()

    async def _answer(self, request: httpcore.Request) -> httpcore.Response:
        """Return the response: whole if it has a length, otherwise as soon as its headers are there."""
        try:
            return await _read_if_bounded(await self.pool.handle_async_request(request))
        except httpcore.LocalProtocolError as error:
            raise ClientException from error
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            raise Unavailable(type(error).__name__) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise (Unavailable(type(error).__name__) if request.method in _REPEATABLE else Interrupted()) from error

    async def close_after(self, stop: asyncio.Event) -> None:
        """Close the connections when the application stops."""
        await stop.wait()
        await self.pool.aclose()


async def _read_if_bounded(answer: httpcore.Response) -> httpcore.Response:
    """Return a response, with its whole body if it has a length: the writing process holds it whole too, and its client may read slowly."""
    if not any(name.lower() == b"content-length" for name, _ in answer.headers):
        return answer
    try:
        content = await answer.aread()
    finally:
        await answer.aclose()
    return httpcore.Response(answer.status, headers=answer.headers, content=content)


async def _whole_body(scope: HTTPScope, receive: Receive) -> bytes | None:
    """Return the body of a request; None if its client has left. The server ends requests that are too slow.

    Raises:
        HTTPException: it is too large, or will be (413).

    """
    expected, body = int(dict(scope["headers"]).get(b"content-length", b"0")), bytearray()
    while max(expected, len(body)) <= LARGEST:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message["body"]
        if not message["more_body"]:
            return bytes(body)
    raise HTTPException(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _request(scope: HTTPScope, body: bytes) -> httpcore.Request:
    """Return a request byte by byte as it came, without the headers of its connection, and with the address of its client."""
    query, client = scope["query_string"], scope["client"]
    target = scope["raw_path"] + (b"?" + query if query else b"")
    headers = [(name, value) for name, value in scope["headers"] if name not in _NOT_HANDED_OVER]
    if not any(name == b"host" for name, _ in headers):
        headers.append((b"host", b"localhost"))  # HTTP/1.0 does not ask for it
    if body:
        headers.append((b"content-length", str(len(body)).encode()))
    if client:
        headers.append((CLIENT, client[0].encode()))
    url = httpcore.URL(scheme=b"http", host=b"localhost", target=target)
    return httpcore.Request(scope["method"], url, headers=headers, content=body, extensions=_TIMEOUTS)


class HandedOver:
    """Wraps the application of the writing process: a request from a reading process is treated as if its client had sent it here."""

    def __init__(self, app: Headers) -> None:
        """Wrap `app`; reading processes add the headers of every response themselves."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application respond."""
        if scope["type"] == ScopeType.HTTP and _is_from_inside(scope):
            await self.app.app(_with_client(scope), receive, send)
        else:
            await self.app(scope, receive, send)


def _is_from_inside(scope: HTTPScope) -> bool:
    """Whether a request came on the Unix socket, which has no port. The client does not tell: one that has left has no address either."""
    return scope["server"] is not None and scope["server"][1] is None


def _with_client(scope: HTTPScope) -> Any:
    """Return the scope with the client that the header names, and without the header."""
    client = dict(scope["headers"]).get(CLIENT)
    headers = [(name, value) for name, value in scope["headers"] if name != CLIENT]
    return {**scope, "headers": headers, "client": (client.decode(), 0) if client else None}
