"""`python -m coalition …` in a process of its own, forked from one that has imported the site: that saves most of its start.

`python -m tests.forking FD` is the process that forks; `Forker` starts it and sends it commands. A forked process has its
own arguments, environment and output, and ends as a new one does: with the same exit status, the same traceback.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import socket
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING

from coalition import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parent.parent
IMPORTED = ("coalition.commands", "coalition.migrating", "coalition.app", "coalition.job_kinds", "aiosqlite", "asyncpg")
SIZE = 1 << 20  # bytes of arguments and environment


class Forker:
    """The process that forks, and the socket to it."""

    def __init__(self) -> None:
        """Start it; it imports the site meanwhile."""
        self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-m", "tests.forking", str(theirs.fileno())]
            self.process = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()])

    def run(self, arguments: tuple[str, ...], environment: Mapping[str, str], *, timeout: float) -> subprocess.CompletedProcess[str]:
        """Run `python -m coalition` with these arguments; return its exit status and what it wrote."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
            self.socket.settimeout(timeout)
            socket.send_fds(self.socket, [json.dumps([arguments, dict(environment)]).encode()], [out.fileno(), err.fileno()])
            status = int(self.socket.recv(SIZE))
            return subprocess.CompletedProcess(arguments, status, _text(out), _text(err))

    def close(self) -> None:
        """End the process."""
        self.socket.close()
        self.process.wait(timeout=10)


def _text(file: IO[str]) -> str:
    file.seek(0)
    return file.read()


def _serve(control: socket.socket) -> None:
    """Fork for each request, until the other end is closed; only the forked processes return from here before."""
    while True:
        request, outputs, _, _ = socket.recv_fds(control, SIZE, 2)
        if not request:
            return
        child = os.fork()
        if not child:
            control.close()
            _become(json.loads(request), outputs)
            return
        for output in outputs:
            os.close(output)
        control.send(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())


def _become(request: tuple[list[str], dict[str, str]], outputs: list[int]) -> None:
    arguments, environment = request
    for number, output in enumerate(outputs, start=1):
        os.dup2(output, number)
        os.close(output)
    os.environ.clear()
    os.environ.update(environment)
    settings.load.cache_clear()  # what was imported may have read the settings of the process that forks
    sys.argv = ["coalition", *arguments]
    runpy.run_module("coalition", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    for module in IMPORTED:
        import_module(module)
    gc.freeze()  # a collection in a forked process would copy all that was imported
    _serve(socket.socket(fileno=int(sys.argv[1])))
