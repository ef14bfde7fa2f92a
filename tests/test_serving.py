"""The processes that serve."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import socket
import subprocess
import sys
import time
from secrets import token_hex
from typing import TYPE_CHECKING

import pytest

from coalition import app as applications
from coalition import serving
from coalition.app import LONGEST_TURN, create_app
from coalition.logs import LEVELS, WithoutValues

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def logs() -> Iterator[logging.Logger]:
    every = [logging.getLogger(name) for name in LEVELS]
    before = [(logs.handlers, logs.propagate, logs.level) for logs in every]
    yield every[0]
    for logs, (handlers, propagate, level) in zip(every, before, strict=True):
        logs.handlers, logs.propagate, logs.level = handlers, propagate, level


def broken(token: str) -> None:
    try:
        raise KeyError(token)  # noqa: TRY301 -- one error that leads to another
    except KeyError as error:
        raise ValueError(token) from error


@pytest.mark.sqlite_only
@pytest.mark.parametrize("make", [serving.app, serving.app_without_worker])
def test_each_serving_process_logs_faults_without_the_values_in_them(make, environment, logs, capsys):
    make()
    secret = token_hex()
    with pytest.raises(ValueError, match=secret) as fault:
        broken(secret)
    for name in ("coalition.web.errors", "uvicorn.error", "asyncio"):
        logging.getLogger(name).error("page_failed error=%s", "ValueError", exc_info=fault.value)

    logged = capsys.readouterr().out
    assert logged.count("ERROR page_failed error=ValueError") == 3
    assert logged.count("builtins.KeyError\n") == logged.count("builtins.ValueError\n") == 3
    assert ("in broken" in logged, secret in logged) == (True, False)


@pytest.mark.sqlite_only
def test_the_story_of_logs_fails_on_a_build_with_the_usual_formatter(environment, logs, capsys, monkeypatch):
    assert environment
    monkeypatch.setattr(WithoutValues, "formatException", logging.Formatter.formatException)
    serving.app()
    secret = token_hex()
    with pytest.raises(ValueError, match=secret) as fault:
        broken(secret)
    logs.error("page_failed", exc_info=fault.value)
    assert secret in capsys.readouterr().out


@pytest.mark.parametrize("make", [create_app, applications._for_people, applications._for_programs])
def test_no_application_logs_the_lines_of_libraries(make, capfd):
    before = [*logging.getLogger().handlers]
    make()
    logging.getLogger("httpx").info("HTTP Request: GET https://somebody.example.org")

    assert logging.getLogger().handlers == before
    assert "somebody.example.org" not in "".join(capfd.readouterr())


LONG_TURN = 0.004  # seconds, near that of Python


@pytest.fixture
def long_turns() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(LONG_TURN)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("environment", "long_turns")
@pytest.mark.sqlite_only
async def test_a_thread_that_is_busy_lets_requests_go_on_before_long():
    site = create_app(with_worker=False)
    messages, answers = asyncio.Queue[dict[str, str]](), asyncio.Queue[dict[str, str]]()
    await messages.put({"type": "lifespan.startup"})
    running = asyncio.create_task(site({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, messages.get, answers.put))
    assert await answers.get() == {"type": "lifespan.startup.complete"}
    while_served, collections = sys.getswitchinterval(), len(gc.callbacks)
    await messages.put({"type": "lifespan.shutdown"})
    await running

    assert while_served == pytest.approx(LONGEST_TURN)
    assert while_served <= LONG_TURN / 10
    assert sys.getswitchinterval() == pytest.approx(LONG_TURN)
    assert len(gc.callbacks) == collections - 1  # those of a server are brief


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def port(environment) -> Iterator[int]:
    """Run the server as people do, with few descriptors, until the test ends."""
    assert environment
    chosen = _free_port()
    command = ["/bin/sh", "-c", f"ulimit -n 160; exec {sys.executable} -m coalition serve --port {chosen}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", chosen), 1):
                break
            time.sleep(0.1)
        yield chosen
    finally:
        server.terminate()
        server.wait(30)


def _answer(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), 30) as connection:
        connection.sendall(request)
        return connection.recv(65536)


@pytest.mark.sqlite_only
def test_the_server_bounds_headers_and_sockets(port):
    silent = [socket.create_connection(("127.0.0.1", port), 30) for _ in range(200)]
    try:
        assert _answer(port, b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n").startswith(b"HTTP/1.1 200 ")
        assert _answer(port, b"GET /health/ready HTTP/1.1\r\nHost: a\r\n\r\n").startswith(b"HTTP/1.1 200 ")
        large = b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + b"x" * 40_000 + b"\r\n\r\n"
        assert _answer(port, large).startswith(b"HTTP/1.1 431 ")
    finally:
        for connection in silent:
            connection.close()
