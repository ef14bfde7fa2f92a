"""A watched site as a process, asked on one connection that stays open."""

from __future__ import annotations

import http.client
import json
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from benchmarks.servers import PATIENCE, Server, free_port, running
from coalition.http_connections import IDLE_SECONDS
from coalition.people.signing_in import desk_form_token
from coalition.people.tokens import hash_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from benchmarks.scale.engines import Filled

LONGEST = 3 * PATIENCE
SETTLES = 1.5  # seconds until the other audiences, and the worker, are there


@dataclass
class Asked:
    """An answer and the seconds it took."""

    status: int
    body: bytes
    seconds: float


class Site:
    """A running site."""

    def __init__(self, server: Server, filled: Filled) -> None:
        self.server, self.port, self.filled = server, server.port, filled
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        self.used = 0.0
        self.desk = self.tell("desk")

    def ask(self, path: str, headers: Mapping[str, str] | None = None) -> Asked:
        """Return what a page answers, and when the last byte was there; status 0 if the connection broke."""
        if time.perf_counter() - self.used > IDLE_SECONDS / 4:
            self.connection.close()  # the server closes it about now; it is opened again by the next request
        begun = time.perf_counter()
        try:
            self.connection.request("GET", path, headers=dict(headers or {}))
            answer = self.connection.getresponse()
            asked = Asked(answer.status, answer.read(), time.perf_counter() - begun)
        except (OSError, http.client.HTTPException):
            self.connection.close()
            asked = Asked(0, b"", time.perf_counter() - begun)
        self.used = time.perf_counter()
        return asked

    def tell(self, what: str) -> Any:
        """Return what the process says about itself."""
        return json.loads(self.ask(f"/-/{what}").body)

    def post(self, path: str, fields: Mapping[str, str]) -> Asked:
        """Post a form of the desk on a connection of its own."""
        begun = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        try:
            body = urlencode({**fields, "form_token": desk_form_token(hash_of(self.desk))})
            headers = {"Cookie": f"desk={self.desk}", "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            return Asked(answer.status, answer.read(), time.perf_counter() - begun)
        finally:
            connection.close()


@contextmanager
def serving(filled: Filled, *, with_worker: bool = False) -> Iterator[Site]:
    """Run the site on a database until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.scale.watched", str(port), *(["--worker"] if with_worker else [])]
    with running(command, port, "/health/live", filled.environment, filled.folder / "output.log") as server:
        time.sleep(SETTLES)
        yield Site(server, filled)
