"""Databases with the schema of an older version, for the tests of upgrades."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager

from coalition import database, migrating, resources
from coalition.database import execute
from tests.engines import postgres_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

_last: dict[str, tuple[str, bytes | str]] = {}


@asynccontextmanager
async def installed(migration: str, engine: str, folder: Path, worker_id: str) -> AsyncIterator[None]:
    """Open a copy of a database as it was after a migration, until the block ends; `engine` is `sqlite` or `postgres`.

    The next tests mostly need the same, so the last one of each engine is not migrated again.
    """
    if _last.get(engine, ("",))[0] != migration:
        _last[engine] = migration, await _migrated(migration, engine, folder, worker_id)
    original = _last[engine][1]
    if isinstance(original, bytes):
        (folder / "old.sqlite").write_bytes(original)
    url = f"sqlite:///{folder / 'old.sqlite'}" if isinstance(original, bytes) else postgres_url(f"upgrade_{worker_id}", template=original)
    database.bind(database.engine_from_url(url))
    await database.open_engine()
    migrating._point_piccolo()
    yield
    await database.close_engine()


async def _migrated(migration: str, engine: str, folder: Path, worker_id: str) -> bytes | str:
    """Migrate an empty database until a migration; return the bytes of the file, or the name of the database on the server."""
    name, path = f"before_upgrade_{worker_id}", folder / "before.sqlite"
    url = postgres_url(name) if engine == "postgres" else f"sqlite:///{path}"
    database.bind(database.engine_from_url(url))
    await database.open_engine()
    migrating._point_piccolo()
    await migrate_until(migration)
    await database.close_engine()
    return name if engine == "postgres" else path.read_bytes()


async def migrate_until(migration: str) -> None:
    """Run the migrations that have not run, the given one last."""
    await ForwardsMigrationManager(app_name="coalition", migration_id=migration).run()


def last_before(migration: str) -> str:
    """Return the id of the migration before another."""
    lines = [line for path in resources.MIGRATIONS.glob("2*.py") for line in path.read_text().splitlines() if line.startswith("ID = ")]
    return max(identity for line in lines if (identity := line.split('"')[1]) < migration)


async def insert(table: str, **values: Any) -> Any:
    """Insert a row as an older version did, and return its id."""
    names = ", ".join(values)
    rows = await execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('{}' for _ in values)}) RETURNING id", *values.values())
    return rows[0]["id"]
