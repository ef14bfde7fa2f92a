"""Rows of any table, very many at once: `executemany` on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

import sqlite3
from contextlib import asynccontextmanager
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import asyncpg
from piccolo.columns import Serial

from coalition.database.piccolo_internals import columns_of, default_maker, default_value, has_changing_default, place_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Sequence

    from piccolo.table import Table

AT_ONCE = 20_000


class Bulk:
    """Collects rows by table, and writes those of a table when there are enough."""

    def __init__(self) -> None:
        self.waiting: dict[type[Table], list[tuple[Any, ...]]] = {}
        self.shapes: dict[type[Table], tuple[list[str], list[Callable[[], Any]]]] = {}
        self.last_ids: dict[type[Table], int] = {}

    async def add(self, table: type[Table], **values: Any) -> None:
        """Add a row; columns that are not given take their default values."""
        if table not in self.shapes:
            self.shapes[table] = _shape(table)
        names, makers = self.shapes[table]
        if "id" not in values and _is_numbered(table):
            values["id"] = await self.next_id(table)
        rows = self.waiting.setdefault(table, [])
        rows.append(tuple(values[name] if name in values else maker() for name, maker in zip(names, makers, strict=True)))
        if len(rows) >= AT_ONCE:
            await self.flush()

    async def next_id(self, table: type[Table]) -> int:
        """Return the next number of a table."""
        if table not in self.last_ids:
            self.last_ids[table] = await self._last_id(f'SELECT coalesce(max(id), 0) FROM "{_name_of(table)}"')
        self.last_ids[table] += 1
        return self.last_ids[table]

    async def flush(self) -> None:
        """Write everything that waits, in the order in which tables were first used: a row refers to earlier tables only."""
        for table, rows in self.waiting.items():
            if rows:
                await self._write(_name_of(table), self.shapes[table][0], rows)
                rows.clear()

    async def _last_id(self, query: str) -> int:
        raise NotImplementedError

    async def _write(self, table: str, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        raise NotImplementedError


class _OnSQLite(Bulk):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA synchronous = OFF")
        self.connection.execute("PRAGMA cache_size = -200000")

    async def _last_id(self, query: str) -> int:
        return int(self.connection.execute(query).fetchone()[0])

    async def _write(self, table: str, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        self.connection.execute("BEGIN")
        sql = f'INSERT INTO "{table}" ({", ".join(names)}) VALUES ({", ".join("?" * len(names))})'
        self.connection.executemany(sql, (tuple(map(_as_text, row)) for row in rows))
        self.connection.execute("COMMIT")

    async def finish(self) -> None:
        self.connection.close()


class _OnPostgres(Bulk):
    def __init__(self, connection: Any) -> None:
        super().__init__()
        self.connection = connection

    async def _last_id(self, query: str) -> int:
        return int(await self.connection.fetchval(query))

    async def _write(self, table: str, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        await self.connection.copy_records_to_table(table, columns=names, records=rows)

    async def finish(self) -> None:
        for table in self.shapes:
            if _is_numbered(table):
                name = _name_of(table)
                await self.connection.execute(
                    f"""SELECT setval(pg_get_serial_sequence('"{name}"', 'id'), greatest((SELECT max(id) FROM "{name}"), 1))"""
                )
        await self.connection.close()


async def _connected(url: str) -> Any:
    connection = await asyncpg.connect(url)
    await connection.execute("SET session_replication_role = replica")  # rows may come before those to which they refer
    return connection


@asynccontextmanager
async def writing(url: str) -> AsyncIterator[Bulk]:
    """Write rows until the block ends; what was written is there for other connections then."""
    bulk = _OnSQLite(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else _OnPostgres(await _connected(url))
    yield bulk
    await bulk.flush()
    await bulk.finish()


def _name_of(table: type[Table]) -> str:
    return place_of(next(iter(columns_of(table).values())))[0]


def _is_numbered(table: type[Table]) -> bool:
    return isinstance(columns_of(table)["id"], Serial)


def _shape(table: type[Table]) -> tuple[list[str], list[Callable[[], Any]]]:
    columns = columns_of(table)
    makers = [default_maker(column) if has_changing_default(column) else _always(default_value(column)) for column in columns.values()]
    return list(columns), makers


def _always(value: Any) -> Callable[[], Any]:
    return lambda: value


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, (UUID, date)) else value
