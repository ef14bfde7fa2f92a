"""Writing the rows of signatures without a framework: `python -m benchmarks.raw.writing URL PLAN SIGNATURES AT_ONCE CONNECTIONS`.

With SQLite one connection commits some signatures `AT_ONCE`, durably. With PostgreSQL each connection commits one signature after the other. Rows
that all signatures change come last in a transaction. Foreign keys are not checked. It prints JSON: signatures a second.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import secrets
import sqlite3
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg

from benchmarks.raw.rows import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Statement = tuple[str, tuple[Any, ...]]

_FIRST = 100_000_000  # numbers above all that are there
_EACH = 32  # numbers for the rows of one signature


def rate(  # noqa: PLR0913 -- what a writer is
    url: str, plan: Path, signatures: int, *, at_once: int = 1, connections: int = 1, processes: int = 1
) -> float:
    """Return how many signatures a second are written by processes that begin together."""
    command = [sys.executable, "-m", "benchmarks.raw.writing", url, str(plan), str(signatures), str(at_once), str(connections)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(processes)]
    results = [json.loads(process.communicate()[0]) for process in running]
    begun, ended = min(result["begun"] for result in results), max(result["ended"] for result in results)
    return signatures * processes / (ended - begun)


def main(url: str, plan: Plan, signatures: int, at_once: int, connections: int) -> dict[str, float]:
    """Write, and return when it was begun and when it was over, on the clock that all processes share."""
    if url.startswith("postgres"):
        return asyncio.run(_to_postgres(url, plan, signatures, connections))
    return _to_sqlite(url, plan, signatures, at_once)


def _to_sqlite(url: str, plan: Plan, signatures: int, at_once: int) -> dict[str, float]:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=60)
    connection.execute("PRAGMA synchronous = FULL")
    writes = [[*_statements(plan, number, "?")] for number in _numbers(signatures)]
    begun = time.monotonic()
    for some in _batched(writes, at_once):
        connection.execute("BEGIN IMMEDIATE")
        for statement, values in itertools.chain.from_iterable(some):
            connection.execute(statement, values)
        connection.execute("COMMIT")
    return {"begun": begun, "ended": time.monotonic()}


def _batched(writes: Sequence[Sequence[Statement]], size: int) -> Iterator[Sequence[Sequence[Statement]]]:
    return (writes[first : first + size] for first in range(0, len(writes), size))


async def _to_postgres(url: str, plan: Plan, signatures: int, connections: int) -> dict[str, float]:
    pool = [await asyncpg.connect(url) for _ in range(connections)]
    for connection in pool:
        await connection.execute("SET session_replication_role = replica")
    writes = iter([[*_statements(plan, number, "$")] for number in _numbers(signatures)])
    begun = time.monotonic()
    await asyncio.gather(*(_write(connection, writes) for connection in pool))
    ended = time.monotonic()
    for connection in pool:
        await connection.close()
    return {"begun": begun, "ended": ended}


async def _write(connection: Any, writes: Iterator[list[Statement]]) -> None:
    for statements in writes:
        async with connection.transaction():
            for statement, values in statements:
                await connection.execute(statement, *values)


def _numbers(signatures: int) -> range:
    """Return the first number of each signature; no other process uses them."""
    first = _FIRST + os.getpid() % 1000 * 1_000_000
    return range(first, first + signatures * _EACH, _EACH)


def _statements(plan: Plan, number: int, sign: str) -> Iterator[Statement]:
    """Yield what a signature writes; numbers from `number` on stand in the unique columns of numbers, other unique values are drawn."""
    for at, (table, row) in enumerate(plan.added):
        values = {name: _fresh(value, number + at) if name in plan.unique[table] else value for name, value in row.items()}
        names = ", ".join(f'"{name}"' for name in values)
        yield f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(_places(sign, len(values)))})', tuple(values.values())
    for table, key, row in plan.changed:
        *places, last = _places(sign, len(row) + 1)
        changes = ", ".join(f'"{name}" = {place}' for name, place in zip(row, places, strict=True))
        yield f'UPDATE "{table}" SET {changes} WHERE id = {last}', (*row.values(), key)


def _places(sign: str, count: int) -> list[str]:
    return ["?"] * count if sign == "?" else [f"${at}" for at in range(1, count + 1)]


def _fresh(value: Any, number: int) -> Any:
    """Return another value of the same kind and length."""
    if isinstance(value, uuid.UUID):
        return uuid.uuid4()
    if isinstance(value, int) and not isinstance(value, bool):
        return number
    if isinstance(value, str) and value:
        return secrets.token_hex(len(value))[: len(value)]
    return value


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Plan.read(Path(sys.argv[2])), *map(int, sys.argv[3:6]))))
