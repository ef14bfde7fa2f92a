"""The rows that a signature writes: read from a database before and after one, so that they can be written without us."""

from __future__ import annotations

import asyncio
import pickle
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import asyncpg

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Rows = Mapping[Any, Mapping[str, Any]]  # by id, by column

# Written now and then by a process, not by a signature.
_OF_PROCESSES = {"page_process", "job"}
_SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%'"
_POSTGRES_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
_SQLITE_UNIQUE = """
SELECT DISTINCT columns.name FROM pragma_index_list('{table}') one JOIN pragma_index_info(one.name) columns WHERE one."unique"
"""
_POSTGRES_UNIQUE = """
SELECT DISTINCT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY(indkey)
WHERE indrelid = '{table}'::regclass AND indisunique
"""


@dataclass(frozen=True)
class Plan:
    """What one signature writes: rows that are added, by table, and the columns of rows that are changed, by table and id.

    `unique` are the columns of each table whose values must differ between rows.
    """

    added: list[tuple[str, dict[str, Any]]]
    changed: list[tuple[str, Any, dict[str, Any]]]
    unique: dict[str, frozenset[str]]

    def write(self, path: Path) -> None:
        """Write the plan to a file for the processes that follow it."""
        path.write_bytes(pickle.dumps(self))

    @staticmethod
    def read(path: Path) -> Plan:
        """Return the plan of a file that this run wrote."""
        plan: Plan = pickle.loads(path.read_bytes())
        return plan


def snapshot(url: str) -> Mapping[str, Rows]:
    """Return all rows that have an id, by table."""
    return asyncio.run(_of_postgres(url)) if url.startswith("postgres") else _of_sqlite(url)


def plan_between(url: str, before: Mapping[str, Rows], after: Mapping[str, Rows]) -> Plan:
    """Return what was written between two snapshots of a database."""
    added: list[tuple[str, dict[str, Any]]] = []
    changed: list[tuple[str, Any, dict[str, Any]]] = []
    for table in after.keys() - _OF_PROCESSES:
        old = before.get(table, {})
        for key, row in after[table].items():
            if key not in old:
                added.append((table, dict(row)))
            elif row != old[key]:
                changed.append((table, key, {name: value for name, value in row.items() if value != old[key][name]}))
    tables = sorted({table for table, _ in added})
    found = asyncio.run(_unique_in_postgres(url, tables)) if url.startswith("postgres") else _unique_in_sqlite(url, tables)
    unique = {table: columns | {"id"} for table, columns in found.items()}
    return Plan(added, sorted(changed, key=lambda change: (change[0], str(change[1]))), unique)


def _of_sqlite(url: str) -> Mapping[str, Rows]:
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.row_factory = sqlite3.Row
        tables = [row[0] for row in connection.execute(_SQLITE_TABLES)]
        rows = {table: [dict(row) for row in connection.execute(f'SELECT * FROM "{table}"')] for table in tables}
    return {table: {row["id"]: row for row in found} for table, found in rows.items() if found and "id" in found[0]}


async def _of_postgres(url: str) -> Mapping[str, Rows]:
    connection = await asyncpg.connect(url)
    try:
        tables = [row[0] for row in await connection.fetch(_POSTGRES_TABLES)]
        rows = {table: [dict(row) for row in await connection.fetch(f'SELECT * FROM "{table}"')] for table in tables}
    finally:
        await connection.close()
    return {table: {row["id"]: row for row in found} for table, found in rows.items() if found and "id" in found[0]}


def _unique_in_sqlite(url: str, tables: list[str]) -> dict[str, frozenset[str]]:
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        return {table: frozenset(row[0] for row in connection.execute(_SQLITE_UNIQUE.format(table=table))) for table in tables}


async def _unique_in_postgres(url: str, tables: list[str]) -> dict[str, frozenset[str]]:
    connection = await asyncpg.connect(url)
    try:
        return {table: frozenset(row[0] for row in await connection.fetch(_POSTGRES_UNIQUE.format(table=table))) for table in tables}
    finally:
        await connection.close()
