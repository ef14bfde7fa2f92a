"""Starting servers on loopback, watching them, and stopping them by their process id."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PATIENCE = 90.0


class NoServer(RuntimeError):
    """A server did not begin to answer."""


class Server:
    """A process that listens on a port of this machine; `first_answer` is the seconds from its start to its first answer."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, first_answer: float) -> None:
        self.process = process
        self.port = port
        self.first_answer = first_answer
        self.first_cpu = self.cpu()

    def ask(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
        """Return status and body of a page."""
        return ask(self.port, path, headers)

    def memory(self) -> float:
        """Return the resident memory in MiB of the process that does the work; the mean of them when there are several."""
        workers = _rows_of_children(self.process.pid) or [_rss(self.process.pid)]
        return sum(workers) / len(workers) / 1024

    def cpu(self) -> float:
        """Return the seconds of processor time of the process and its children so far; 0 where the system does not tell."""
        children = _children(self.process.pid)
        return sum(_cpu(pid) for pid in (self.process.pid, *children))


def ask(port: int, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
    """Return status and body of a page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers=dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], port: int, path: str, environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """Start a server, wait until `path` answers 200, and stop it at the end."""
    started = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=os.environ | dict(environment), stdout=output, stderr=output)
    try:
        yield Server(process, port, _first_answer(process, port, path, started, log))
    finally:
        _stop(process)


def _first_answer(process: subprocess.Popen[bytes], port: int, path: str, started: float, log: Path) -> float:
    while time.perf_counter() - started < PATIENCE and process.poll() is None:
        try:
            status, _ = ask(port, path)
        except OSError:
            time.sleep(0.005)
            continue
        if status == 200:
            return time.perf_counter() - started
        break
    msg = f"No answer to {path} from {process.args}:\n{log.read_text(errors='replace')[-3000:]}"
    raise NoServer(msg)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _rows(*fields: str) -> list[list[int]]:
    wanted = ",".join(f"{name}=" for name in fields)
    text = subprocess.run(["ps", "-A", "-o", wanted], capture_output=True, text=True, check=True).stdout
    return [[int(cell) for cell in line.split()] for line in text.splitlines()]


def _children(pid: int) -> list[int]:
    return [child for child, parent in _rows("pid", "ppid") if parent == pid]


def _rows_of_children(pid: int) -> list[int]:
    return [size for parent, size in _rows("ppid", "rss") if parent == pid]


def _rss(pid: int) -> int:
    return next(size for found, size in _rows("pid", "rss") if found == pid)


def _cpu(pid: int) -> float:
    try:
        cells = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(cells[11]) + int(cells[12])) / os.sysconf("SC_CLK_TCK")
