"""The peer under measurement: gunicorn with three processes of one thread, the quickest of the settings that were tried."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.loading import post
from benchmarks.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from benchmarks.servers import Server
    from benchmarks.sizes import Size

PAGE = "/memoranda/many"
SHORT_PAGE = "/memoranda/few"
CACHED_PAGE = "/cached/memoranda/few"
SIGNED = 302
PROCESSES, THREADS = 3, 1


@dataclass(frozen=True)
class Peer:
    """A folder with a filled database, and the forms that are ready to be posted."""

    folder: Path
    signings: list[dict[str, Any]]

    @contextmanager
    def serving(self) -> Iterator[Server]:
        """Run the server."""
        port = free_port()
        command = [sys.executable, "-m", "gunicorn", "benchmarks.peer.wsgi:application", "--bind", f"127.0.0.1:{port}"]
        command += ["--worker-class", "gthread", "--workers", str(PROCESSES), "--threads", str(THREADS), "--log-level", "warning"]
        with running(command, port, SHORT_PAGE, environment(self.folder), self.folder / "output.log") as server:
            yield server

    def requests(self, port: int, count: int) -> list[str]:
        """Take the next forms, as requests."""
        taken, self.signings[:count] = self.signings[:count], []
        return [
            post(port, "/signing/signature", {"signing": one["session"], "csrftoken": one["fields"]["csrfmiddlewaretoken"]}, one["fields"])
            for one in taken
        ]


def environment(folder: Path) -> Mapping[str, str]:
    """Return the settings."""
    return {"DJANGO_SETTINGS_MODULE": "benchmarks.peer.settings", "PEER_DATABASE": str(folder / "peer.sqlite")}


def filled(folder: Path, size: Size) -> Peer:
    """Make the database and fill it."""
    folder.mkdir()
    forms = folder / "signings.json"
    command = [sys.executable, "-m", "benchmarks.peer.filling", str(forms), str(size.signatories), str(size.forms["waiting"])]
    done = subprocess.run(command, env=os.environ | dict(environment(folder)), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Peer(folder, json.loads(forms.read_text()))
