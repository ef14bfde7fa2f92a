"""Slow, silent and greedy clients of the web server: each is ended, and those who behave are served meanwhile.

The seconds are shortened; no test measures one. Each story also runs on a mutated build, uvicorn's own protocol, where it must fail.
"""

from __future__ import annotations

import asyncio
import resource
import socket
import sys
import tempfile
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from coalition import http_connections
from coalition.http_connections import BoundedConnection, Sockets
from tests.mutants import mutated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

pytestmark = pytest.mark.anyio
LONG = 20.0  # seconds; only a build with a fault waits for so long
PAGE = b"x" * 100_000
LARGE = 40 * 1024 * 1024
Story = "Callable[[Server], Awaitable[None]]"


class Server:
    """A server of one protocol on a port of its own, and what its application has seen."""

    def __init__(self, protocol: type[HttpToolsProtocol]) -> None:
        """Make a server that is not started."""
        self.config = uvicorn.Config(self.app, http=protocol, interface="asgi3", ws="none", lifespan="off", log_config=None, timeout_keep_alive=5)
        self.state = ServerState()
        self.protocol = protocol
        self.port = 0
        self.left = asyncio.Event()
        self.requests = 0
        self.writers: list[asyncio.StreamWriter] = []

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        """Read the body and answer with its length, or with a page larger than any buffer."""
        self.requests += 1
        length, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.left.set()
                return
            length, more = length + len(message["body"]), message["more_body"]
        body = b"y" * LARGE if scope["path"] == "/large" else str(length).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", str(len(body)).encode())]})
        for start in range(0, len(body), 1024 * 1024):
            await send({"type": "http.response.body", "body": body[start : start + 1024 * 1024], "more_body": start + 1024 * 1024 < len(body)})

    async def opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writers.append(writer)
        return reader, writer

    async def asked(self, *parts: bytes) -> bytes:
        """Send parts on one connection and return all that comes until the server closes it."""
        reader, writer = await self.opened()
        for part in parts:
            writer.write(part)
            await asyncio.sleep(0.001)
        answer = b""
        async with asyncio.timeout(LONG):
            with suppress(ConnectionError):
                while part := await reader.read(2**16):
                    answer += part
        return answer


@asynccontextmanager
async def running(protocol: type[HttpToolsProtocol]) -> AsyncIterator[Server]:
    """Run a server until the block ends."""
    server = Server(protocol)
    server.config.load()

    def connection() -> HttpToolsProtocol:
        return protocol(config=server.config, server_state=server.state, app_state={})

    listener = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", 0)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        for writer in server.writers:
            writer.transport.abort()
        while server.state.connections or not all(writer.transport.is_closing() for writer in server.writers):  # noqa: ASYNC110 -- uvicorn has no event for it
            await asyncio.sleep(0.001)
        for writer in server.writers:
            with suppress(ConnectionError):
                await writer.wait_closed()


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten every wait, and begin without connections of other tests."""
    for name in ("IDLE_SECONDS", "HEADER_SECONDS", "BODY_SECONDS", "READING_SECONDS", "_PATIENCE"):
        monkeypatch.setattr(http_connections, name, 0.2)
    monkeypatch.setattr(http_connections, "sockets", Sockets())


async def silence(server: Server) -> None:
    assert await server.asked() == b""


async def line_ends_without_a_request(server: Server) -> None:
    reader, writer = await server.opened()
    async with asyncio.timeout(LONG):
        with suppress(ConnectionError):
            while not reader.at_eof():
                writer.write(b"\r\n")
                await asyncio.sleep(0.01)
                if server.state.connections == set():
                    return


async def half_a_header(server: Server) -> None:
    assert (await server.asked(b"GET / HTTP/1.1\r\nHost: a\r\nX-")).startswith(b"HTTP/1.1 408 ")
    assert server.requests == 0


async def half_a_body(server: Server) -> None:
    answer = await server.asked(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n", b"12")
    assert answer.startswith(b"HTTP/1.1 408 ")
    async with asyncio.timeout(LONG):
        await server.left.wait()
    assert not server.state.tasks


async def half_a_header_after_a_request(server: Server) -> None:
    answer = await server.asked(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"GET / HTTP/1.1\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"HTTP/1.1 408 " in answer


async def a_kept_connection_without_a_request(server: Server) -> None:
    assert (await server.asked(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")).startswith(b"HTTP/1.1 200 ")


async def a_large_header(server: Server) -> None:
    part = b"X-Long: " + b"x" * 20_000 + b"\r\n"
    assert (await server.asked(b"GET / HTTP/1.1\r\nHost: a\r\n", part, part, part, b"\r\n")).startswith(b"HTTP/1.1 431 ")
    assert server.requests == 0


async def an_endless_header(server: Server) -> None:
    assert (await server.asked(b"GET / HTTP/1.1\r\nX-Long: ", *[b"x" * 60_000] * 4)).startswith(b"HTTP/1.1 431 ")


async def a_large_header_before_another_request(server: Server) -> None:
    large = b"GET /1 HTTP/1.1\r\nHost: a\r\nX-Long: " + b"x" * 40_000 + b"\r\n\r\n"
    assert (await server.asked(large + b"GET /2 HTTP/1.1\r\nHost: a\r\n\r\n")).startswith(b"HTTP/1.1 431 ")
    assert server.requests == 0


async def a_thousand_headers(server: Server) -> None:
    headers = b"".join(b"X-%d: x\r\n" % at for at in range(1000))
    assert (await server.asked(b"GET / HTTP/1.1\r\nHost: a\r\n" + headers + b"\r\n")).startswith(b"HTTP/1.1 431 ")


async def more_requests_than_anybody_waits_for(server: Server) -> None:
    """Send thousands of requests and read nothing: the connection is ended, and few were kept."""
    with pytest.raises(AssertionError):
        assert (await server.asked(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 2000)).count(b"HTTP/1.1 200 ") == 2000
    assert server.requests <= http_connections.MOST_WAITING
    assert not server.state.connections


async def a_reader_that_reads_nothing(server: Server) -> None:
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(("127.0.0.1", server.port))
    try:
        client.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        async with asyncio.timeout(LONG):
            while not server.requests or server.state.connections:  # noqa: ASYNC110 -- uvicorn has no event for it
                await asyncio.sleep(0.01)
    finally:
        client.close()


STORIES = [
    silence,
    line_ends_without_a_request,
    half_a_header,
    half_a_body,
    half_a_header_after_a_request,
    a_large_header,
    an_endless_header,
    a_large_header_before_another_request,
    a_thousand_headers,
    more_requests_than_anybody_waits_for,
    a_reader_that_reads_nothing,
]


@pytest.mark.parametrize("story", [*STORIES, a_kept_connection_without_a_request])
async def test_a_client_that_does_not_behave_is_ended(story):
    async with running(BoundedConnection) as server:
        await story(server)


@pytest.mark.parametrize("story", STORIES)
async def test_each_story_fails_on_the_protocol_of_the_library(story, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "LONG", 1.0)
    async with running(HttpToolsProtocol) as server:
        with pytest.raises((AssertionError, TimeoutError)):
            await story(server)


async def test_those_who_behave_are_served_at_any_length(monkeypatch):
    monkeypatch.undo()
    async with running(BoundedConnection) as server:
        reader, writer = await server.opened()
        for at in range(5):
            body = b"z" * (at * 100_000)
            writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 ")
            assert await reader.readexactly(len(str(len(body)))) == str(len(body)).encode()
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 3)
        for _ in range(3):
            assert (await reader.readuntil(b"\r\n\r\n0")).startswith(b"HTTP/1.1 200 ")


async def test_a_body_over_a_poor_line_has_time_in_proportion_to_what_came(monkeypatch):
    monkeypatch.setattr(http_connections, "SLOWEST", 1)
    body = b"z" * 100
    async with running(BoundedConnection) as server:
        reader, writer = await server.opened()
        writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n" + body[:50])
        await asyncio.sleep(0.5)  # longer than a body without this rule may take
        writer.write(body[50:])
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 ")


async def fifty_silent_connections(server: Server) -> None:
    """Keep fifty connections open and busy with nothing; somebody who asks is answered, and the oldest ones are gone."""
    silent = [await server.opened() for _ in range(50)]
    async with asyncio.timeout(LONG):
        assert (await server.asked(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).startswith(b"HTTP/1.1 200 ")
        with suppress(ConnectionError):
            assert await silent[0][0].read() == b""
    assert len(server.state.connections) <= http_connections.FEWEST
    assert not silent[-1][0].at_eof()


async def test_sockets_are_bounded_and_the_oldest_idle_one_is_closed_first(monkeypatch):
    monkeypatch.setattr(http_connections, "IDLE_SECONDS", 600.0)
    monkeypatch.setattr(http_connections, "RESERVED", 10**9)
    async with running(BoundedConnection) as server:
        await fifty_silent_connections(server)


async def test_the_story_of_sockets_fails_on_the_protocol_of_the_library(monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "LONG", 1.0)
    async with running(HttpToolsProtocol) as server:
        with pytest.raises((AssertionError, TimeoutError)):
            await fifty_silent_connections(server)


async def inside_connections_stay(folder: Path) -> None:
    """A connection of another process of the server is idle for longest; when many come, others are closed, and it is used again."""
    async with running(BoundedConnection) as server:
        loop = asyncio.get_running_loop()
        inside = await loop.create_unix_server(lambda: BoundedConnection(config=server.config, server_state=server.state, app_state={}), folder / "w")
        async with inside:
            reader, writer = await asyncio.open_unix_connection(folder / "w")
            for _ in range(2):
                writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                assert (await reader.readuntil(b"\r\n\r\n0")).startswith(b"HTTP/1.1 200 ")
                for _ in range(40):
                    await server.opened()
            writer.close()


async def test_processes_of_the_server_keep_their_connections(monkeypatch):
    monkeypatch.setattr(http_connections, "IDLE_SECONDS", 600.0)
    monkeypatch.setattr(http_connections, "RESERVED", 10**9)
    with tempfile.TemporaryDirectory() as folder:
        await inside_connections_stay(Path(folder))


async def test_a_build_that_closes_their_connections_is_caught(monkeypatch):
    monkeypatch.setattr(http_connections, "IDLE_SECONDS", 600.0)
    monkeypatch.setattr(http_connections, "RESERVED", 10**9)
    monkeypatch.setattr(Sockets, "make_room", mutated(http_connections, "if not each.is_inside", "")["Sockets"].make_room)
    with tempfile.TemporaryDirectory() as folder, pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
        await inside_connections_stay(Path(folder))


async def test_a_request_in_work_is_not_closed_for_others(monkeypatch):
    monkeypatch.setattr(http_connections, "IDLE_SECONDS", 600.0)
    monkeypatch.setattr(http_connections, "RESERVED", 10**9)
    go_on = asyncio.Event()

    class Slow(Server):
        async def app(self, scope: Any, receive: Any, send: Any) -> None:
            await go_on.wait()
            await super().app(scope, receive, send)

    monkeypatch.setattr(sys.modules[__name__], "Server", Slow)
    async with running(BoundedConnection) as server:
        reader, writer = await server.opened()
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        for _ in range(40):
            await server.opened()
        go_on.set()
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 ")


def test_the_figures():
    """Read the module anew, since the fixture shortens its waits."""
    text = Path(http_connections.__file__).read_text(encoding="utf-8")
    for figure in ("IDLE_SECONDS = 15.0", "HEADER_SECONDS = 10.0", "BODY_SECONDS = 30.0", "LARGEST_HEADER = 32 * 1024"):
        assert f"\n{figure}\n" in text
    assert Sockets().most <= resource.getrlimit(resource.RLIMIT_NOFILE)[0]
