"""A reading process sends public pages itself and hands everything else over: whoever asks it gets what the writing process would have said."""

from __future__ import annotations

import asyncio
import re
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpcore
import pytest
import uvicorn

from coalition.acts.tables import Act
from coalition.app import create_reading_app
from coalition.cleaned_pictures import LARGEST_PICTURE
from coalition.http_connections import LARGEST_MESSAGE
from coalition.reading_processes import OPTIONS
from coalition.web import forwarding
from coalition.web.forwarding import Forwarding, HandedOver
from coalition.web.headers import Headers
from tests import factories
from tests.conftest import forget_attempts, visitor
from tests.mutants import mutated
from tests.signing import walking

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    import httpx
    from litestar.types import ASGIApp

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]

LANGUAGES = ("en", "ru", "ar", "nb")
LOST = {
    "en": "It is not known whether what you sent was recorded.",
    "ru": "Неизвестно, записано ли то, что вы отправили.",
    "ar": "لا يُعرف هل سُجّل ما أرسلتموه.",
    "nb": "Det er ikke kjent om det du sendte, ble registrert.",
}
OWN_OF_EACH = {"date", "etag"}
_TOKEN = re.compile(rb'name="(?:form_token|once)" value="[^"]+"')


@pytest.fixture
def folder() -> Any:
    """A folder with a short name: the path of a Unix socket has at most a hundred bytes."""
    with tempfile.TemporaryDirectory() as path:
        yield Path(path)


@asynccontextmanager
async def writing(app: Any, path: Path) -> AsyncIterator[None]:
    """Let an application answer on a Unix socket, as the writing process does."""
    config = uvicorn.Config(HandedOver(app), uds=str(path), **OPTIONS | {"factory": False, "lifespan": "off"})
    server = uvicorn.Server(config)
    running = asyncio.create_task(server._serve())
    while not server.started:  # noqa: ASYNC110 -- it tells nobody
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        await running


@asynccontextmanager
async def reading_from(folder: Path) -> AsyncIterator[ASGIApp]:
    """Make the application of a reading process; its connections are closed at the end."""
    forwarding = Forwarding(str(folder / "writer"))
    yield create_reading_app(forwarding)
    ended = asyncio.Event()
    ended.set()
    await forwarding.close_after(ended)


@pytest.fixture
async def reading(app: ASGIApp, folder: Path) -> AsyncIterator[ASGIApp]:
    """A reading process, whose writing process is the application of the other clients."""
    async with writing(app, folder / "writer"), reading_from(folder) as made:
        yield made


@pytest.fixture
async def beside(reading: ASGIApp, ada: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    """Ada once more, in the same session, with a connection that a reading process took."""
    async with visitor(reading) as browser:
        browser.cookies = ada.cookies
        yield browser


async def answered(browser: httpx.AsyncClient, method: str, path: str, **more: Any) -> tuple[int, list[tuple[str, str]], bytes]:
    answer = await browser.request(method, path, **more)
    headers = sorted((name, value) for name, value in answer.headers.items() if name not in OWN_OF_EACH)
    return answer.status_code, headers, _TOKEN.sub(b"", answer.content)


REQUESTS = [
    ("GET", "/"),
    ("GET", "/en/"),
    ("HEAD", "/ar/memoranda"),
    ("GET", "/en/memoranda/cooperation"),
    ("GET", "/memoranda/cooperation.csv"),
    ("GET", "/en/memoranda/nothing"),
    ("GET", "/en/memoranda/cooperation?at=2026-13-99"),
    ("GET", "/en/nothing/at/all?a=%20b&a=c"),
    ("GET", "/health/live"),
    ("GET", "/health/ready"),
    ("HEAD", "/health/live"),
    ("GET", "/robots.txt"),
    ("GET", "/static/nothing.css"),
    ("GET", "/ru/sign-in"),
    ("GET", "/en/desk"),
    ("GET", "/en/desk/memoranda/cooperation/signatories"),
    ("GET", "/en/desk/memoranda/cooperation/signatories.csv"),
    ("GET", "/en/desk/nothing"),
    ("GET", "/en/invitations/unknown"),
    ("GET", "/api/openapi.json"),
    ("GET", "/api/memoranda"),
    ("DELETE", "/api/memoranda/cooperation"),
    ("OPTIONS", "/en/desk"),
    ("PUT", "/en/desk"),
    ("POST", "/en/desk/memoranda"),
]


@pytest.mark.parametrize(("method", "path"), REQUESTS)
async def test_the_answer_is_the_same_whoever_is_asked(method, path, ada_account, ada, beside, cleo, reading):
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await factories.organisation("bir-duino"))
    async with visitor(reading) as stranger:
        for direct, through in ((ada, beside), (cleo, stranger)):
            assert await answered(through, method, path) == await answered(direct, method, path)


@pytest.mark.parametrize(
    "more",
    [
        {"headers": {"Sec-Fetch-Site": "cross-site"}, "data": {"name": "x"}},
        {"content": b"x" * (6 * 1024 * 1024), "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
        {"content": b"\xff\xfe%", "headers": {"Content-Type": "multipart/form-data"}},
        {"content": b""},
    ],
)
async def test_a_form_that_is_refused_is_refused_in_the_same_words(more, ada, beside):
    assert await answered(beside, "POST", "/en/desk/forums", **more) == await answered(ada, "POST", "/en/desk/forums", **more)


async def test_ben_signs_and_reads_his_receipt(ada_account, ada, beside, reading):
    case = await walking.a_case(ada_account)
    async with visitor(reading) as ben:
        await walking.sign(ben, case)
        receipt = await ben.get(walking.RECEIPT)
        assert (receipt.status_code, "Ben Sultanov" in receipt.text) == (200, True)
        assert "bir-duino" in (await ben.get("/memoranda/cooperation.json")).text
    assert await Act.count() == 1


async def test_pages_are_sent_while_the_writing_process_is_away(ada_account, app, folder, store):
    assert store
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await factories.organisation("bir-duino"))
    async with reading_from(folder) as reading, visitor(reading) as cleo:
        page = await cleo.get("/en/memoranda/cooperation")
        assert (page.status_code, "bir-duino" in page.text) == (200, True)
        for path, kind in (("/en/sign-in", "text/html"), ("/api/memoranda", "application/problem+json")):
            answer = await cleo.get(path)
            assert (answer.status_code, answer.headers["retry-after"], answer.headers["content-type"].split(";")[0]) == (503, "30", kind)
        assert (await cleo.post("/en/sign-in", data={"email": "ada@example.org"})).status_code == 503


# Who asks


async def wrong_links(browsers: list[httpx.AsyncClient], count: int, **headers: str) -> list[int]:
    return [(await browsers[at % len(browsers)].get("/en/invitations/wrong", headers=headers)).status_code for at in range(count)]


async def hold_apart(reading: ASGIApp, app: ASGIApp) -> None:
    """A network that guesses links is refused wherever it asks; another is not, and nobody can say they were another."""
    async with visitor(reading, "192.0.2.1") as through, visitor(app, "192.0.2.1") as direct, visitor(reading, "198.51.100.1") as other:
        assert set(await wrong_links([through, direct], 60)) == {404}
        assert await wrong_links([through, direct], 2) == [429, 429]
        assert await wrong_links([through, direct], 2, **{"Coalition-Client": "203.0.113.9"}) == [429, 429]
        assert await wrong_links([other], 1) == [404]


async def test_limits_count_the_network_of_the_client(reading, app):
    forget_attempts()
    await hold_apart(reading, app)


async def test_limits_count_whom_a_trusted_proxy_names(reading, app, monkeypatch):
    forget_attempts()
    monkeypatch.setenv("COALITION_TRUSTED_PROXIES", "127.0.0.1")
    async with visitor(reading) as through:
        assert await wrong_links([through], 62, **{"X-Forwarded-For": "192.0.2.1"}) == [404] * 60 + [429] * 2
        assert await wrong_links([through], 1, **{"X-Forwarded-For": "198.51.100.1"}) == [404]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("headers.append((CLIENT, client[0].encode()))", "pass"),
        ("headers.append((CLIENT, client[0].encode()))", 'headers.append((CLIENT, b"127.0.0.1"))'),
        ("(CLIENT, client[0].encode())", '(CLIENT, dict(scope["headers"]).get(CLIENT, client[0].encode()))'),
    ],
)
async def test_a_build_that_does_not_know_who_asks_is_caught(right, wrong, reading, app, monkeypatch):
    forget_attempts()
    monkeypatch.setattr(forwarding, "_request", mutated(forwarding, right, wrong)["_request"])
    with pytest.raises(AssertionError):
        await hold_apart(reading, app)


async def speaks_for_another() -> bool:
    """Whether somebody who asked from elsewhere and has left already, so that their address is unknown, can say that they are another."""
    seen: list[Any] = []

    async def note(scope: Any, *_: Any) -> None:
        seen.append(scope["client"])

    scope = {"type": "http", "path": "/", "method": "GET", "headers": [(b"coalition-client", b"203.0.113.9")]}
    for server in (("127.0.0.1", 8000), None):
        await HandedOver(Headers(note))({**scope, "client": None, "server": server}, note, note)  # type: ignore[arg-type]
    return any(seen)


async def test_who_has_left_already_cannot_say_that_they_are_another(environment):
    assert environment
    assert not await speaks_for_another()


async def test_a_build_that_believes_who_has_left_is_caught(environment, monkeypatch):
    assert environment
    right = 'scope["server"] is not None and scope["server"][1] is None'
    monkeypatch.setattr(forwarding, "_is_from_inside", mutated(forwarding, right, 'not scope["client"]')["_is_from_inside"])
    assert await speaks_for_another()


# What goes over the socket


@asynccontextmanager
async def peer(path: Path, answer: Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]) -> AsyncIterator[list[bytes]]:
    """Listen as the writing process does, note what comes, and answer as a test wants."""
    seen: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
        seen.append(head + await reader.readexactly(length))
        await answer(head, writer)
        writer.close()

    server = await asyncio.start_unix_server(talk, path)
    async with server:
        yield seen


async def ask(app: ASGIApp, method: str, target: bytes, *parts: bytes, headers: Any = (), send: Any = None) -> list[dict[str, Any]]:
    """Ask an application with a request as a server would hand it over; a part that is missing means that the client left."""
    messages: list[dict[str, Any]] = []
    coming = [{"type": "http.request", "body": part, "more_body": at < len(parts) - 1} for at, part in enumerate(parts)]
    path, _, query = target.partition(b"?")
    scope: dict[str, Any] = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http"}
    scope |= {"path": path.decode(), "raw_path": path, "query_string": query, "root_path": "", "headers": list(headers), "state": {}}
    scope |= {"client": ("192.0.2.1", 40000), "server": ("127.0.0.1", 8000)}

    async def receive() -> Any:
        return coming.pop(0) if coming else {"type": "http.disconnect"}

    async def note(message: Any) -> None:
        messages.append(message)

    await app(scope, receive, send or note)  # type: ignore[arg-type]
    return messages


async def say_yes(_: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nDate: x\r\nX-One: 1\r\nSet-Cookie: a=b\r\nset-cookie: c=d\r\nContent-Length: 3\r\n\r\nyes")
    await writer.drain()


async def test_a_request_goes_over_as_it_came(environment, folder):
    assert environment
    headers = [(b"host", b"memo.example.org"), (b"x-odd", b"\xe4"), (b"connection", b"close"), (b"transfer-encoding", b"chunked")]
    headers += [(b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"expect", b"100-continue"), (b"coalition-client", b"203.0.113.9")]
    async with peer(folder / "writer", say_yes) as seen, reading_from(folder) as app:
        answer = await ask(app, "POST", b"/en//desk/../x%2Fy;z?b=%20&a&&=", b"one", b"", b"two", headers=headers)
    line, *lines = seen[0].split(b"\r\n")
    assert line == b"POST /en//desk/../x%2Fy;z?b=%20&a&&= HTTP/1.1"
    assert lines[:4] == [b"host: memo.example.org", b"x-odd: \xe4", b"cookie: a=1", b"cookie: b=2"]
    assert lines[4:] == [b"content-length: 6", b"coalition-client: 192.0.2.1", b"", b"onetwo"]
    names = [name for name, _ in answer[0]["headers"]]
    assert (answer[0]["status"], names.count(b"set-cookie"), names.count(b"date"), names.count(b"x-one")) == (200, 2, 0, 1)
    assert b"".join(message["body"] for message in answer[1:]) == b"yes"
    assert [message.get("more_body") for message in answer[-2:]] == [True, False]


async def test_a_client_that_leaves_in_the_middle_sends_nothing(environment, folder):
    assert environment
    async with peer(folder / "writer", say_yes) as seen, reading_from(folder) as app:
        assert await ask(app, "POST", b"/en/signing/signature") == []
    assert seen == []


async def leave(_: bytes, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_who_gets_no_answer_learns_that_it_may_be_recorded(language, environment, folder, caplog):
    assert environment
    async with peer(folder / "writer", leave), reading_from(folder) as reading, visitor(reading) as ben:
        answer = await ben.post(f"/{language}/signing/signature", data={"typed_name": "Ben Sultanov"})
        assert (answer.status_code, LOST[language] in answer.text, "retry-after" in answer.headers) == (502, True, False)
        assert answer.headers["cache-control"] == "no-store"
        again = await ben.get(f"/{language}/signing/receipt")
        assert (again.status_code, LOST[language] in again.text, again.headers["retry-after"]) == (503, False, "30")
    assert ("answer_lost" in caplog.text, "Sultanov" in caplog.text) == (True, False)


async def test_a_program_that_gets_no_answer_learns_it_too(environment, folder):
    assert environment
    async with peer(folder / "writer", leave), reading_from(folder) as reading, visitor(reading) as program:
        answer = await program.post("/api/memoranda", json={}, headers={"Authorization": "Bearer x"})
        assert (answer.status_code, answer.json()["type"]) == (502, "/problems/answer-lost")
        assert (await program.get("/api/memoranda", headers={"Authorization": "Bearer x"})).json()["type"] == "/problems/unavailable"


async def leave_in_the_middle(_: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\nhalf")
    await writer.drain()


async def leave_in_the_middle_of_a_stream(_: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")
    await writer.drain()


async def test_an_answer_that_breaks_off_is_not_sent_as_a_whole(environment, folder):
    assert environment
    async with peer(folder / "writer", leave_in_the_middle_of_a_stream), reading_from(folder) as app:
        with pytest.raises(httpcore.RemoteProtocolError, match="without sending complete message body"):
            await ask(app, "GET", b"/en/desk", b"")


@pytest.mark.parametrize(("method", "status"), [("GET", 503), ("POST", 502)])
async def test_an_answer_with_a_length_that_breaks_off_is_a_page_that_says_so(method, status, environment, folder):
    assert environment
    async with peer(folder / "writer", leave_in_the_middle), reading_from(folder) as app:
        answer = await ask(app, method, b"/en/desk", b"")
    assert (answer[0]["status"], answer[-1]["more_body"]) == (status, False)


async def slow_readers_keep_no_connection(folder: Path, seconds: float = 20.0) -> None:
    """Those who read nothing of their answers are as many as may be with the writing process; somebody else is answered."""
    go_on, stuck = asyncio.Event(), asyncio.Semaphore(0)

    async def read_nothing(message: Any) -> None:
        assert message
        stuck.release()
        await go_on.wait()

    async with peer(folder / "writer", say_yes), reading_from(folder) as app:
        slow = [asyncio.create_task(ask(app, "GET", b"/en/desk", b"", send=read_nothing)) for _ in range(forwarding.MOST)]
        for _ in slow:
            await stuck.acquire()
        try:
            async with asyncio.timeout(seconds):
                assert (await ask(app, "GET", b"/en/desk", b""))[0]["status"] == 200
        finally:
            go_on.set()
            await asyncio.gather(*slow)


async def test_who_reads_slowly_keeps_nobody_else_waiting(environment, folder, monkeypatch):
    assert environment
    monkeypatch.setattr(forwarding, "MOST", 3)
    await slow_readers_keep_no_connection(folder)


async def test_a_build_in_which_slow_readers_keep_their_connections_is_caught(environment, folder, monkeypatch):
    assert environment
    monkeypatch.setattr(forwarding, "MOST", 3)
    monkeypatch.setattr(
        forwarding, "_read_if_bounded", mutated(forwarding, 'name.lower() == b"content-length" for', 'name == b"nothing" for')["_read_if_bounded"]
    )
    with pytest.raises(TimeoutError):
        await slow_readers_keep_no_connection(folder, seconds=0.5)


async def test_a_body_that_no_route_takes_is_refused_before_it_has_come(environment, folder):
    """Otherwise the server, which reads nine megabytes of a request, would end the connection of a photographer without a word."""
    assert environment
    large = [(b"content-length", str(forwarding.LARGEST + 1).encode())]
    part = b"x" * (forwarding.LARGEST // 2)
    async with peer(folder / "writer", say_yes) as seen, reading_from(folder) as app:
        for headers, parts in ((large, ()), ((), (part, part, b"xx", b""))):
            answer = await ask(app, "POST", b"/en/desk", *parts, headers=headers)
            assert answer[0]["status"] == 413
            assert "This is too large" in answer[1]["body"].decode()
    assert seen == []
    assert (LARGEST_PICTURE + 256 * 1024 < forwarding.LARGEST < LARGEST_MESSAGE) is True


async def test_headers_that_http_does_not_allow_are_refused(environment, folder):
    assert environment
    async with peer(folder / "writer", say_yes) as seen, reading_from(folder) as app:
        answer = await ask(app, "POST", b"/en/desk", b"", headers=[(b"x", b"a\x00b")])
    assert (answer[0]["status"], seen) == (400, [])


async def test_requests_wait_for_one_another_instead_of_taking_every_descriptor(environment, folder, monkeypatch):
    assert environment
    monkeypatch.setattr(forwarding, "MOST", 3)
    open_now: list[int] = [0, 0]

    async def take_a_while(head: bytes, writer: asyncio.StreamWriter) -> None:
        open_now[0] += 1
        open_now[1] = max(open_now)
        await asyncio.sleep(0.02)
        open_now[0] -= 1
        await say_yes(head, writer)

    async with peer(folder / "writer", take_a_while) as seen, reading_from(folder) as app:
        answers = await asyncio.gather(*(ask(app, "GET", b"/en/desk", b"") for _ in range(20)))
    assert ({answer[0]["status"] for answer in answers}, len(seen), open_now[1] <= 3) == ({200}, 20, True)
