"""The bare application under measurement: one process of uvicorn, as ours."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from benchmarks.servers import Server

PAGE = "/"
_FILL = """
from benchmarks.bare.app import Greeting
Greeting.create_table().run_sync()
Greeting.insert(Greeting(text="Hello")).run_sync()
"""


@dataclass(frozen=True)
class Bare:
    """A folder with a database of one row."""

    folder: Path

    @contextmanager
    def serving(self) -> Iterator[Server]:
        """Run the server until the block ends."""
        port = free_port()
        command = [sys.executable, "-m", "uvicorn", "benchmarks.bare.app:app", "--port", str(port)]
        command += ["--log-level", "warning", "--no-access-log", "--ws", "none"]
        with running(command, port, PAGE, environment(self.folder), self.folder / "output.log") as server:
            yield server


def environment(folder: Path) -> Mapping[str, str]:
    """Return the settings."""
    return {"BARE_DATABASE": str(folder / "bare.sqlite")}


def filled(folder: Path) -> Bare:
    """Make the database and fill it."""
    folder.mkdir()
    done = subprocess.run([sys.executable, "-c", _FILL], env=os.environ | dict(environment(folder)), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Bare(folder)
