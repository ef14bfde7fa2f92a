"""The engine that a database URL names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from coalition.database.sqlite import SQLiteEngine

if TYPE_CHECKING:
    from coalition.database.engine import Engine

POOL_SIZE = 10

_HOST = re.compile(r"(?:\[[^\]]*\]|[^:\[\]]*)(?::\d+)?")


def engine_from_url(url: str, *, size: int = POOL_SIZE) -> Engine:
    """Make the engine for a URL; no connection is opened yet.

    `sqlite:///var/x.sqlite` is relative to the working folder, `sqlite:////var/x.sqlite` is not;
    `postgresql://` is read as libpq does, `?host=/folder` included; `size` is the most connections of its pool.
    ValueError says what is wrong with the URL, without repeating it.
    """
    parts = _parts(url)
    if parts.scheme == "sqlite":
        return SQLiteEngine(_path(url, parts.netloc))
    if parts.scheme in {"postgresql", "postgres"}:
        from coalition.database.postgres import PostgresEngine

        return PostgresEngine({"dsn": url}, size=size)
    message = "A database URL begins with sqlite:/// or postgresql://."
    raise ValueError(message)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError:
        message = "The database URL cannot be read; special characters in it must be encoded."
        raise ValueError(message) from None
    if parts.scheme not in {"postgresql", "postgres"}:
        return parts
    if parts.path in {"", "/"}:
        message = "A PostgreSQL URL names its database: postgresql://host/database."
        raise ValueError(message)
    if not all(_HOST.fullmatch(host) for host in parts.netloc.rpartition("@")[2].split(",")):
        message = "The host or the port of the database URL cannot be read."
        raise ValueError(message)
    return parts


def _path(url: str, host: str) -> str:
    path = unquote(url.removeprefix("sqlite://").removeprefix("/"))
    if host or not path or path.endswith("/") or path == ":memory:":
        message = "A SQLite URL names a file: sqlite:///folder/file.sqlite."
        raise ValueError(message)
    return path
