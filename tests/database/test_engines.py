"""The engines themselves: URLs, pragmas, closing, counting, and what Piccolo does with them."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import pytest
from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.apps.migrations.tables import Migration
from piccolo.table import create_db_tables

from coalition import database
from coalition.database import sqlite_thread
from coalition.database.sqlite import READERS, SQLiteEngine
from tests.database.cases import SOON, Half, Name, elsewhere, halves, require_whole, write_couple
from tests.engines import prepare_run
from tests.mutants import mutated

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coalition.database.postgres import PostgresEngine


PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
    "trusted_schema": 0,
    "busy_timeout": 10000,
}


async def _pragmas() -> dict[str, object]:
    answers = [await database.execute(f"PRAGMA {name}") for name in PRAGMAS]
    return {name: next(iter(rows[0].values())) for name, rows in zip(PRAGMAS, answers, strict=True)}


async def test_every_connection_has_its_pragmas(sqlite: SQLiteEngine) -> None:
    together = asyncio.Barrier(READERS + 1)

    async def look(block: Callable[[], Any]) -> dict[str, object]:
        async with block():
            await together.wait()
            return await _pragmas()

    blocks = [database.transaction, *[database.reading] * READERS]
    answers = await asyncio.gather(*(elsewhere(look(block)) for block in blocks))
    assert answers == [PRAGMAS] * (READERS + 1)
    assert len(sqlite_threads()) == READERS + 1
    batch = await sqlite.get_connection()
    rows = await (await batch.execute("PRAGMA secure_delete")).fetchall()
    await batch.close()
    assert [list(row.values()) for row in rows] == [[1]]


older: set[threading.Thread] = set()


@pytest.fixture(autouse=True)
def _older_threads() -> None:
    """Note the threads of connections that earlier tests did not close; they end when they are garbage-collected."""
    older.clear()
    older.update(threading.enumerate())


def sqlite_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "sqlite" and thread not in older]


async def test_closing_ends_every_thread_and_opening_works_again(sqlite: SQLiteEngine) -> None:
    await create_db_tables(Name)
    await require_whole(sqlite)
    threads = sqlite_threads()
    await database.close_engine()
    await database.close_engine()
    for thread in threads:
        thread.join(SOON)
        assert not thread.is_alive()
    await database.open_engine()
    await database.open_engine()
    await require_whole(sqlite)


async def a_closed_connection_refuses_jobs(connection: type[sqlite_thread.Connection]) -> None:
    """Ask a connection for one more row after it was closed: nobody waits for a thread that has ended."""
    closed = connection({"database": ":memory:"}, read_only=True)
    await closed.execute("SELECT 1")
    await closed.close()
    async with asyncio.timeout(SOON):
        with pytest.raises(sqlite_thread.RolledBack):
            await closed.execute("SELECT 1")


async def test_a_closed_connection_refuses_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    await a_closed_connection_refuses_jobs(sqlite_thread.Connection)
    monkeypatch.setitem(globals(), "SOON", 0.5)  # a mutated build: the job waits for ever
    with pytest.raises(TimeoutError):
        await a_closed_connection_refuses_jobs(mutated(sqlite_thread, "if self._state.closed:", "if False:")["Connection"])


async def test_counting_counts_statements_of_queries_only(engine: object) -> None:
    with database.counting_queries() as queries:
        await write_couple(1)
        async with database.reading():
            await halves()
    assert queries.count == 3
    assert [sql.strip().partition(" ")[0] for sql in queries.statements] == [
        "INSERT",
        "INSERT",
        "SELECT",
    ]
    await halves()
    assert queries.count == 3
    assert engine is database.current()


async def test_piccolo_works_as_it_does_elsewhere(
    engine: database.SQLiteEngine | PostgresEngine,
) -> None:
    row = Name(name="one")
    await row.save()
    row.name = "first"
    await row.save()
    stored = await Name.objects().get(Name.name == "first")
    assert stored is not None
    assert stored.id == row.id
    assert await Name.raw("SELECT name FROM database_test_name WHERE name = {}", "first") == [{"name": "first"}]
    assert (await Name.insert(Name(name="two")).returning(Name.name))[0] == {"name": "two"}
    assert Name.count().run_sync() == 2
    async with engine.transaction() as outer:
        await Name.insert(Name(name="three"))
        point = await outer.savepoint()
        await Name.insert(Name(name="four"))
        await point.rollback_to()
    assert await Name.count() == 3
    async with engine.transaction() as undone:
        await Name.delete(force=True)
        await undone.rollback()
    with_raw = await database.execute(
        "WITH known AS (SELECT name FROM database_test_name) INSERT INTO database_test_name (name) SELECT name || {} FROM known RETURNING name",
        "!",
    )
    assert {row["name"] for row in with_raw} == {"first!", "two!", "three!"}
    await require_whole(engine)


async def test_without_the_pool_everything_still_works(url: str) -> None:
    database.bind(database.engine_from_url(url))
    await create_db_tables(Half)
    await write_couple(1)
    with pytest.raises(KeyError):  # noqa: PT012 - the block is the story
        async with database.transaction():
            await write_couple(2)
            raise KeyError
    assert await halves() == {1: 2}
    await database.close_engine()


async def test_ping(engine: object) -> None:
    assert await database.ping()
    database.bind(database.engine_from_url("postgresql:///nowhere?host=/nonexistent"))
    assert not await database.ping()
    database.bind(engine)  # type: ignore[arg-type] # either engine


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///var/x.sqlite", "var/x.sqlite"),
        ("sqlite:////var/x.sqlite", "/var/x.sqlite"),
        ("sqlite:///a%20b.sqlite", "a b.sqlite"),
    ],
)
def test_a_sqlite_url_names_a_file(url: str, path: str) -> None:
    engine = database.engine_from_url(url)
    assert isinstance(engine, SQLiteEngine)
    assert engine.path == path


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x.sqlite",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite://host/x.sqlite",
        "mysql://secret@host/name",
        "postgresql://host",
        "postgresql://me:secret@host:port/name",
        "postgresql://me:sec/ret@host/name",
        "postgresql://[::1/name?password=secret",
    ],
)
def test_a_bad_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$") as refusal:
        database.engine_from_url(url)
    assert "secret" not in str(refusal.value)
    assert "ret@" not in str(refusal.value)


MIGRATION = """
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Varchar
from piccolo.table import Table

ID = "{name}"

async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="{app}", description="")
    manager.add_table("Thing{name}", tablename="thing_{name}", columns=None)
    manager.add_column(
        table_class_name="Thing{name}", tablename="thing_{name}", column_name="name",
        db_column_name="name", column_class_name="Varchar", column_class=Varchar,
        params={{"length": 10, "default": "", "null": False}}, schema=None,
    )
    async def run():
        {body}
    manager.add_raw(run)
    return manager
"""


def _migrations(folder: Path, monkeypatch: pytest.MonkeyPatch, **bodies: str) -> str:
    app = f"app_{abs(hash(folder)):x}"
    (folder / app / "migrations").mkdir(parents=True)
    for name, body in bodies.items():
        text = MIGRATION.format(name=name, app=app, body=body)
        (folder / app / "migrations" / f"{app}_{name}.py").write_text(text)
    (folder / app / "piccolo_conf.py").write_text(
        "from piccolo.conf.apps import AppRegistry\n"
        "from coalition.database import current\n"
        f"DB, APP_REGISTRY = current(), AppRegistry(apps=['{app}.piccolo_app'])\n"
    )
    (folder / app / "piccolo_app.py").write_text(
        f"from piccolo.conf.apps import AppConfig\nAPP_CONFIG = AppConfig('{app}', {str(folder / app / 'migrations')!r}, [])\n"
    )
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("PICCOLO_CONF", f"{app}.piccolo_conf")
    return app


async def test_piccolos_migrations_run(engine: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _migrations(tmp_path, monkeypatch, m1="pass", m2="raise KeyError")
    with pytest.raises(KeyError):
        await run_forwards(app)
    assert await Migration.select(Migration.name).output(as_list=True) == ["m1"]
    assert await database.execute("SELECT name FROM thing_m1") == []
    with pytest.raises(Exception, match="thing_m2"):
        await database.execute("SELECT name FROM thing_m2")
    await require_whole(engine)


def test_a_worker_finds_the_folder_of_its_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COALITION_TEST_SERVERS", str(tmp_path))
    assert prepare_run() == tmp_path


async def test_settings_that_write_values_into_the_log_of_the_server_are_named(postgres: PostgresEngine) -> None:
    talkative = await database.talkative_settings()
    assert "log_error_verbosity = terse" in talkative
    assert postgres.size
    async with database.transaction():
        await database.execute("SET LOCAL log_error_verbosity = terse")
        assert "log_error_verbosity = terse" not in await database.talkative_settings()


async def test_sqlite_writes_no_log(sqlite: database.SQLiteEngine) -> None:
    assert sqlite.path
    assert await database.talkative_settings() == []
