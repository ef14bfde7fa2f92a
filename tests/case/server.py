"""The server of the case: the real process with its worker, its own database and tray, and a clock that the case moves forward.

libfaketime moves the clocks of the process by a difference that it reads from a file. The clock of durations moves with the time of day:
with FAKETIME_DONT_FAKE_MONOTONIC the waits of libfaketime 0.9.10 with a timeout do not end, and a thread of Python that waits for another starves.
The file is read about once a second: if it were read each time, it could change between the readings of the two clocks.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as hour
from email.utils import parsedate_to_datetime
from glob import glob
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import asyncpg  # type: ignore[import-untyped] # it carries no type marker
import httpx

from tests.case.letters import Tray

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PLACES = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/lib*/faketime/libfaketime.so.1", "/usr/local/lib/faketime/libfaketime.so.1")
_MORNING = hour(9, tzinfo=UTC)
_PATIENCE = 60  # seconds
_LONGEST_OLD = 1.0  # seconds
_QUIET = 3  # times in a row nothing is due
_DUE = "SELECT count(*) FROM job WHERE gave_up_at IS NULL AND run_at <= "


def faketime_library() -> str | None:
    """Return the library that moves the clock of a process, if it is installed."""
    return next((path for place in _PLACES for path in sorted(glob(place))), None)  # noqa: PTH207 -- the places hold patterns of folders


def client(base: str, **more: Any) -> httpx.Client:
    """Return a client that opens a connection for each request: when the clock moves, the server closes those that wait."""
    return httpx.Client(base_url=base, timeout=_PATIENCE, limits=httpx.Limits(max_keepalive_connections=0), **more)


class NoLetter(AssertionError):
    """No letter came, because the link that was asked for can do nothing any more."""

    status = 410


class Server:
    """A server process on a port of its own, and the commands beside it, all at the time of the case."""

    def __init__(self, library: str, database_url: str, folder: Path, begins: date) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.database_url, self.folder = database_url, folder
        self.tray = Tray(folder / "mail", self.base)
        self._clock = folder / "clock"
        self._process: subprocess.Popen[bytes] | None = None
        self._client = client(self.base)
        self._set(datetime.combine(begins, _MORNING))
        self._environment = os.environ | {
            "LD_PRELOAD": library,
            "FAKETIME_TIMESTAMP_FILE": str(self._clock),
            "FAKETIME_CACHE_DURATION": "1",
            "NO_FAKE_STAT": "1",
            "TZ": "UTC",
            "COALITION_DATABASE_URL": database_url,
            "COALITION_DATA_DIR": str(folder),
            "COALITION_SMTP_URL": f"file:{folder / 'mail'}",
            "COALITION_BASE_URL": self.base,
            "COALITION_SECRET_KEY": "a-secret-of-the-case-that-is-long-enough",
        }

    def start(self) -> None:
        """Start serving, with the worker."""
        with (self.folder / "server.log").open("ab") as log:
            command = [sys.executable, "-m", "coalition", "serve", "--port", str(self.port)]
            self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.TransportError):
                if self._client.get("/health/ready").status_code == 200:
                    return
            time.sleep(0.1)
        raise TimeoutError(self.log)

    def stop(self) -> None:
        """Stop serving."""
        if self._process:
            self._process.terminate()
            self._process.wait(30)

    @property
    def log(self) -> str:
        """What the server has logged."""
        return (self.folder / "server.log").read_text()

    def command(self, *words: str) -> str:
        """Run a command of the installation and return the last line that it prints."""
        command = [sys.executable, "-m", "coalition", *words]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=True, timeout=_PATIENCE)
        return done.stdout.strip().splitlines()[-1]

    def move_to(self, day: date) -> None:
        """Let the time pass until the morning of a day, one midnight after the other, so that every job runs on its day."""
        while self.today < day:
            self._set(min(self._next_due(), datetime.combine(day, _MORNING)))
            self.settle()

    def pass_minutes(self, minutes: int = 40) -> None:
        """Let some minutes pass; letters about hidden acts leave within half an hour."""
        self._set(self.now + timedelta(minutes=minutes))
        self.settle()

    @property
    def now(self) -> datetime:
        """The time of the case."""
        return datetime.now(UTC) + self._shift

    @property
    def today(self) -> date:
        """The day of the case."""
        return self.now.date()

    def settle(self) -> None:
        """Wait until the worker has done everything that is due."""
        deadline, quiet = time.monotonic() + _PATIENCE, 0
        while quiet < _QUIET:
            number = self._due()
            quiet = 0 if number else quiet + 1
            if time.monotonic() > deadline:
                raise TimeoutError(self.log[-4000:])
            time.sleep(0.02)

    def show(self) -> None:
        """Wait until public pages show everything that is done: they may be out of date for less than a second."""
        self.settle()
        time.sleep(_LONGEST_OLD)

    def link_to(self, address: str, containing: str, ask: Callable[[], object]) -> str:
        """Ask for a letter with a link, let a minute pass, and return the path of the link."""
        before = self.tray.links_to(address, containing)
        ask()
        self.pass_minutes(1)
        links = self.tray.links_to(address, containing)
        if links == before:
            raise NoLetter(address)
        return links[0]

    def _set(self, moment: datetime) -> None:
        self._shift = timedelta(seconds=round((moment - datetime.now(UTC)).total_seconds()))
        partial = self._clock.with_suffix(".part")
        partial.write_text(f"+{self._shift.total_seconds():.0f}\n")
        partial.replace(self._clock)
        if self._process:
            self._await(moment)

    def _await(self, moment: datetime) -> None:
        """Wait until the server shows the new time in its answers; a connection that is open while the time moves is closed as an old one."""
        deadline = time.monotonic() + _PATIENCE
        while not self._has_come(moment - timedelta(seconds=2)):
            if time.monotonic() > deadline:
                raise TimeoutError(self.log[-4000:])
            time.sleep(0.1)

    def _has_come(self, moment: datetime) -> bool:
        with contextlib.suppress(httpx.TransportError):
            return parsedate_to_datetime(self._client.get("/health/live").headers["date"]) >= moment
        return False

    def _due(self) -> int:
        return int(self._asked(_DUE, self.now)[0])

    def _next_due(self) -> datetime:
        """Return the next moment at which a job is due."""
        [moment] = self._asked("SELECT min(run_at) FROM job WHERE gave_up_at IS NULL AND run_at > ", self.now)
        if moment is None:
            return datetime.max.replace(tzinfo=UTC)
        return (moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)) + timedelta(seconds=1)

    def _asked(self, query: str, moment: datetime) -> tuple[object, ...]:
        if self.database_url.startswith("sqlite"):
            with contextlib.closing(sqlite3.connect(urlsplit(self.database_url).path, timeout=30)) as connection:
                return tuple(connection.execute(f"{query} ?", [moment.isoformat(" ")]).fetchone())
        return asyncio.run(_from_postgres(self.database_url, f"{query} $1", moment))


async def _from_postgres(url: str, query: str, moment: datetime) -> tuple[object, ...]:
    connection = await asyncpg.connect(url)
    try:
        return tuple(await connection.fetchrow(query, moment))
    finally:
        await connection.close()
