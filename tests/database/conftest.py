"""Fresh databases on both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from piccolo.table import create_db_tables

from coalition import database
from coalition.database.postgres import PostgresEngine
from coalition.database.sqlite import SQLiteEngine
from tests.database.cases import POOL, Half, Name
from tests.databases import empty_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.sqlite'}"
    return empty_database(f"database_test_{worker_id}")


@pytest.fixture
async def engine(url: str) -> AsyncIterator[database.SQLiteEngine | PostgresEngine]:
    engine = database.engine_from_url(url, size=POOL)
    database.bind(engine)
    await database.open_engine()
    await create_db_tables(Half, Name)
    await database.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
    await database.execute("CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)")
    yield engine
    await database.close_engine()


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[SQLiteEngine]:
    engine = SQLiteEngine(str(tmp_path / "test.sqlite"))
    database.bind(engine)
    await database.open_engine()  # the writer first: readers that open a new file at once would meet while it becomes a WAL file
    yield engine
    await database.close_engine()


@pytest.fixture
async def postgres(worker_id: str) -> AsyncIterator[PostgresEngine]:
    engine = PostgresEngine({"dsn": empty_database(f"database_test_{worker_id}")}, size=POOL)
    database.bind(engine)
    await database.open_engine()
    yield engine
    await database.close_engine()
