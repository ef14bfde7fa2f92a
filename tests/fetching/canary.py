"""A listener on this machine that counts who comes, and ways to lead a connection there."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpcore

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path


class Leading(httpcore.AsyncNetworkBackend):
    """Opens every connection to one port of this machine, and records the address asked for."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.dialled: list[tuple[str, int]] = []

    async def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):  # noqa: ASYNC109 -- the shape httpcore asks for
        self.dialled.append((host, port))
        return await httpcore.AnyIOBackend().connect_tcp("127.0.0.1", self.port, timeout, local_address, socket_options)


class Names:
    """Resolves every name to a list of answers: each query takes the next answer, the last answer repeats."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@dataclass
class Canary:
    """How many connections came to a port."""

    port: int = 0
    came: int = 0
    requests: list[bytes] = field(default_factory=list)


@asynccontextmanager
async def listening(speak: Callable[[asyncio.StreamWriter], Awaitable[None]] | None = None, context: ssl.SSLContext | None = None):
    """Count connections on 127.0.0.1 and answer each as `speak` does."""
    canary = Canary()

    async def receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        canary.came += 1
        try:
            if speak:
                canary.requests.append(await reader.readuntil(b"\r\n\r\n"))
                await speak(writer)
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(receive, "127.0.0.1", 0, ssl=context)
    canary.port = server.sockets[0].getsockname()[1]
    try:
        yield canary
    finally:
        server.close()


def certificate(folder: Path, host: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Make a certificate for a name; return what the server shows, and what a client believes that knows it."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([*made, "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"], check=True, capture_output=True)
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(cert, key)
    return shown, ssl.create_default_context(cafile=str(cert))


def page(body: bytes, kind: str = "text/plain", status: str = "200 OK", *more: str) -> Callable[[asyncio.StreamWriter], Awaitable[None]]:
    """Return how to answer with a page."""

    async def speak(writer: asyncio.StreamWriter) -> None:
        head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *([f"Content-Type: {kind}"] if kind else []), *more]
        writer.write("\r\n".join([*head, "", ""]).encode() + body)
        await writer.drain()

    return speak
