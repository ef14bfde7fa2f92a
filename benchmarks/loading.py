"""Putting load on a server, by our own generator or by wrk, and what came back."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.servers import Server

_WRK_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


class WrongAnswers(RuntimeError):
    """A server did not answer as it should, so that there is nothing to compare."""


@dataclass(frozen=True)
class Load:
    """What came back from a server under load.

    `errors` are answers of another status and broken connections, `length` the bytes of the last body,
    `generator_busy` how much of a processor the generator used, `cpu_ms` how much the server used for an answer.
    """

    answers: int
    per_second: float
    p50_ms: float
    p99_ms: float
    errors: int = 0
    length: int = 0
    generator_busy: float = 0.0
    cpu_ms: float = 0.0


def get(port: int, path: str, headers: Mapping[str, str] | None = None) -> str:
    """Return a GET request as it goes over the line."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *(f"{name}: {value}" for name, value in (headers or {}).items())]
    return "\r\n".join([*lines, "", ""])


def post(port: int, path: str, cookies: Mapping[str, str], fields: Mapping[str, str]) -> str:
    """Return a posted form as it goes over the line."""
    body = urlencode(fields)
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Content-Type: application/x-www-form-urlencoded",
        "Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()),
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*lines, "", body])


def again_and_again(port: int, request: str, *, seconds: float, concurrency: int) -> Load:
    """Send one request for some seconds; every answer must be 200.

    Raises:
        WrongAnswers: some were not.

    """
    load = _perform({"port": port, "requests": [request], "again": True, "seconds": seconds, "concurrency": concurrency}, wanted=200)
    if load.errors:
        msg = f"{load.errors} of the answers to {request.splitlines()[0]} were wrong."
        raise WrongAnswers(msg)
    return load


def each_once(  # noqa: PLR0913 -- a task of the generator
    port: int, requests: Sequence[str], *, seconds: float, concurrency: int, wanted: int, pause: float = 0.0
) -> Load:
    """Send every request once, or as many as some seconds allow; answers of another status than `wanted` are counted.

    A connection waits for a `pause` after each answer.
    """
    task = {"port": port, "requests": list(requests), "again": False, "seconds": seconds, "concurrency": concurrency, "pause": pause}
    return _perform(task, wanted=wanted)


def _perform(task: dict[str, object], *, wanted: int) -> Load:
    command = [sys.executable, "-m", "benchmarks.load"]
    done = subprocess.run(command, input=json.dumps(task), capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    wrong = sum(count for status, count in found["statuses"].items() if int(status) != wanted) + found["broken"]
    return Load(found["answers"], found["per_second"], found["p50_ms"], found["p99_ms"], wrong, found["length"], found["busy"])


def has_wrk() -> bool:
    """Whether wrk is installed."""
    return shutil.which("wrk") is not None


def wrk(port: int, path: str, headers: Mapping[str, str], *, seconds: float, concurrency: int) -> Load:
    """Let wrk ask for a page on one thread; every answer must be 2xx.

    Raises:
        WrongAnswers: some were not.

    """
    given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{concurrency}", f"-d{max(1, round(seconds))}s", "--latency", *given, f"http://127.0.0.1:{port}{path}"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        raise WrongAnswers(text)
    answers = int(re.search(r"(\d+) requests in", text)[1])
    per_second = float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])
    return Load(answers, per_second, _percentile(text, "50%"), _percentile(text, "99%"))


def _percentile(text: str, which: str) -> float:
    number, unit = re.search(rf"{which}\s+([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * _WRK_UNITS[unit]


def measured(server: Server, put: Callable[[], Load]) -> Load:
    """Put load on a server and count the processor time it used."""
    before = server.cpu()
    load = put()
    return replace(load, cpu_ms=1000 * (server.cpu() - before) / max(load.answers, 1))


def in_turns(rounds: int, *sides: Callable[[], Load]) -> list[list[Load]]:
    """Let the sides be measured in turns, A B A B; return the loads of each side."""
    found: list[list[Load]] = [[] for _ in sides]
    for _ in range(rounds):
        for loads, side in zip(found, sides, strict=True):
            loads.append(side())
    return found
