"""The one way to write and the one way to read, on both engines, under failures and cancels."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import threading
from collections import Counter
from contextlib import suppress
from contextvars import Context
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.apps.migrations.tables import Migration
from piccolo.columns import Integer, Serial, Varchar
from piccolo.engine.exceptions import TransactionError
from piccolo.table import Table, create_db_tables

from coalition import database
from coalition.database.postgres import PostgresEngine, PostgresSession
from coalition.database.sqlite import READERS, SQLiteEngine, SQLiteSession
from tests.engines import drop_database, postgres_url, prepare_run

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
    from pathlib import Path

pytestmark = pytest.mark.anyio

T = TypeVar("T")

SOON = 20
POOL = 5
SESSIONS = (SQLiteSession, PostgresSession)


class Half(Table, tablename="database_test_half"):
    couple = Integer()
    side = Varchar()


class Name(Table, tablename="database_test_name"):
    id: Serial
    name = Varchar(unique=True)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.sqlite'}"
        return
    name = f"database_test_{abs(hash(tmp_path)):x}"
    yield postgres_url(name)
    drop_database(name)


@pytest.fixture
async def engine(url: str) -> AsyncIterator[database.SQLiteEngine | database.PostgresEngine]:
    engine = database.engine_from_url(url, size=POOL)
    database.bind(engine)
    await database.open_engine()
    await create_db_tables(Half, Name)
    await database.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
    await database.execute(
        "CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)"
    )
    yield engine
    await database.close_engine()


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[SQLiteEngine]:
    engine = SQLiteEngine(str(tmp_path / "test.sqlite"))
    database.bind(engine)
    yield engine
    await database.close_engine()


@pytest.fixture
async def postgres(tmp_path: Path) -> AsyncIterator[PostgresEngine]:
    name = f"database_test_{abs(hash(tmp_path)):x}"
    engine = PostgresEngine({"dsn": postgres_url(name)}, size=POOL)
    database.bind(engine)
    await database.open_engine()
    yield engine
    await database.close_engine()
    drop_database(name)


async def write_couple(number: int) -> None:
    async with database.transaction():
        await Half.insert(Half(couple=number, side="left"))
        await asyncio.sleep(0)
        await Half.insert(Half(couple=number, side="right"))


async def halves() -> Counter[int]:
    rows = await Half.select(Half.couple)
    return Counter(row["couple"] for row in rows)


def elsewhere(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    return asyncio.get_running_loop().create_task(work, context=Context())


async def require_whole(engine: object) -> None:
    """Every connection can be held at once, and a transaction can be had."""
    places = READERS if isinstance(engine, SQLiteEngine) else POOL
    together = asyncio.Barrier(places)

    async def hold() -> None:
        async with database.reading():
            await database.execute("SELECT 1")
            await together.wait()

    async with asyncio.timeout(SOON):
        await asyncio.gather(*(elsewhere(hold()) for _ in range(places)))
        before = await Name.count()
        async with database.transaction():
            await Name.insert(Name(name=f"whole {before}"))
        assert await Name.count() == before + 1


async def test_fifty_writers_at_once_all_succeed(engine: object) -> None:
    await asyncio.gather(*(elsewhere(write_couple(number)) for number in range(50)))
    assert await halves() == dict.fromkeys(range(50), 2)
    await require_whole(engine)


async def test_writers_beside_plain_statements_and_readers(engine: object) -> None:
    async def plain(number: int) -> None:
        await Name.insert(Name(name=f"plain {number}"))
        async with database.reading():
            assert all(count == 2 for count in (await halves()).values())

    work = [write_couple, plain]
    await asyncio.gather(*(elsewhere(work[number % 2](number)) for number in range(60)))
    assert await Name.count() == 30
    assert len(await halves()) == 30
    await require_whole(engine)


async def _anything(number: int, chance: random.Random, announced: set[int]) -> None:
    turn = chance.randrange(8)
    if turn == 0:
        async with database.reading():
            assert set((await halves()).values()) <= {2}
            await Name.count()
    elif turn == 1:
        await Name.insert(Name(name=f"{number}"))
        await Half.select()
    elif turn == 2:
        with suppress(database.Duplicate):
            async with database.transaction():
                database.after_commit(lambda: announced.add(number))
                await write_couple(number)
                await Name.insert(Name(name="one"))
                await Name.insert(Name(name="one"))
    else:
        async with database.transaction():
            database.after_commit(lambda: announced.add(number))
            await write_couple(number)


async def _cancelled_at_some_point(
    number: int, chance: random.Random, announced: set[int]
) -> bool:
    task = elsewhere(_anything(number, chance, announced))
    if chance.random() < 0.5:
        for _ in range(chance.randrange(60)):
            await asyncio.sleep(0)
    else:
        await asyncio.sleep(chance.random() * 0.02)
    if number % 5:
        task.cancel()
        if chance.random() < 0.3:
            await asyncio.sleep(0)
            task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        return True
    return False


@pytest.mark.parametrize("seed", range(3))
async def test_cancelling_anywhere_leaks_nothing_and_halves_nothing(
    engine: object, seed: int
) -> None:
    chance = random.Random(seed)
    outcomes: list[bool] = []
    announced: set[int] = set()
    for start in range(0, 300, 10):
        numbers = range(start, start + 10)
        async with asyncio.timeout(SOON):
            outcomes += await asyncio.gather(
                *(_cancelled_at_some_point(number, chance, announced) for number in numbers)
            )
    assert set(outcomes) == {True, False}
    found = await halves()
    assert found
    assert set(found.values()) == {2}
    assert announced == set(found)
    await require_whole(engine)


async def test_a_cancel_during_the_commit_waits_for_it(
    engine: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    committing, go_on, told = asyncio.Event(), asyncio.Event(), []
    for session in SESSIONS:

        async def slow(self: Any, commit: Callable[[Any], Any] = session.commit) -> None:
            committing.set()
            await go_on.wait()
            await commit(self)

        monkeypatch.setattr(session, "commit", slow)

    async def write() -> None:
        async with database.transaction():
            database.after_commit(lambda: told.append("kept"))
            await Name.insert(Name(name="kept"))

    task = elsewhere(write())
    await committing.wait()
    task.cancel()
    await asyncio.sleep(0)
    assert not task.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await Name.exists().where(Name.name == "kept")
    assert told == ["kept"]
    await require_whole(engine)


async def test_a_commit_that_fails_is_told_and_frees_everything(engine: object) -> None:
    told: list[str] = []
    for _ in range(POOL + 1):
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            async with database.transaction():
                database.after_commit(lambda: told.append("never"))
                await database.execute("INSERT INTO child (parent) VALUES (7)")
    assert told == []
    assert await database.execute("SELECT * FROM child") == []
    await require_whole(engine)


async def test_a_begin_that_fails_frees_everything(
    engine: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    for session in SESSIONS:

        async def begin(self: Any, real: Callable[[Any], Any] = session.begin) -> None:
            await real(self)
            message = "no beginning"
            raise OSError(message)

        monkeypatch.setattr(session, "begin", begin)
    for _ in range(POOL + 1):
        with pytest.raises(OSError, match="no beginning"):
            async with database.transaction():
                pytest.fail("It began.")
        with pytest.raises(OSError, match="no beginning"):
            async with database.reading():
                pytest.fail("It began.")
    monkeypatch.undo()
    await require_whole(engine)


async def test_a_writer_elsewhere_makes_begin_fail_and_nothing_else(sqlite: SQLiteEngine) -> None:
    await create_db_tables(Name)
    await database.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(sqlite.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        async with database.transaction():
            pytest.fail("It began.")
    other.close()
    assert await database.execute("PRAGMA busy_timeout") == [{"timeout": 10000}]
    await require_whole(sqlite)


async def test_a_server_that_goes_away_leaves_the_pool_whole(postgres: PostgresEngine) -> None:
    await create_db_tables(Name)
    for _ in range(POOL + 1):
        with pytest.raises(Exception, match=r"(?i)connection|terminat"):
            async with database.transaction():
                await database.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    await require_whole(postgres)


async def test_an_error_undoes_the_outermost_block(engine: object) -> None:
    with pytest.raises(KeyError):
        async with database.transaction():
            await write_couple(1)
            raise KeyError
    assert await halves() == {}
    await require_whole(engine)


async def test_a_nested_block_joins(engine: object) -> None:
    async with database.transaction():
        await write_couple(1)
        async with database.reading():
            assert await halves() == {1: 2}
        assert await elsewhere(halves()) == {}
    assert await halves() == {1: 2}
    await require_whole(engine)


async def test_a_swallowed_failure_cannot_be_committed(engine: object) -> None:
    with pytest.raises(TransactionError):
        async with database.transaction():
            await Name.insert(Name(name="one"))
            with suppress(database.Duplicate):
                await Name.insert(Name(name="one"))
    assert await Name.count() == 0
    await require_whole(engine)


async def test_a_savepoint_undoes_only_itself(engine: object) -> None:
    told: list[str] = []
    async with database.transaction():
        await Name.insert(Name(name="one"))
        database.after_commit(lambda: told.append("one"))
        with pytest.raises(database.Duplicate):
            async with database.savepoint():
                await Name.insert(Name(name="two"))
                database.after_commit(lambda: told.append("two"))
                await Name.insert(Name(name="one"))
        async with database.savepoint():
            await Name.insert(Name(name="three"))
    names = await Name.select(Name.name).order_by(Name.name).output(as_list=True)
    assert names == ["one", "three"]
    assert told == ["one"]
    await require_whole(engine)


async def test_after_commit_is_called_once_when_the_rows_are_there(engine: object) -> None:
    told: list[str] = []

    def fail() -> None:
        told.append("fails")
        raise KeyError

    async with database.transaction():
        async with database.transaction():
            database.after_commit(fail)
            database.after_commit(lambda: told.append("kept"))
            await write_couple(1)
        assert told == []
    assert told == ["fails", "kept"]
    with suppress(KeyError):
        async with database.transaction():
            database.after_commit(lambda: told.append("undone"))
            raise KeyError
    assert told == ["fails", "kept"]
    database.after_commit(lambda: told.append("at once"))
    assert told[-1] == "at once"
    await require_whole(engine)


async def test_a_task_outliving_its_transaction_stands_alone(engine: object) -> None:
    over = asyncio.Event()

    async def late() -> None:
        await over.wait()
        await write_couple(2)

    async with database.transaction():
        task = asyncio.create_task(late())
        await write_couple(1)
    over.set()
    await task
    assert await halves() == {1: 2, 2: 2}
    await require_whole(engine)


async def test_duplicates_are_one_error_on_both(engine: object) -> None:
    await Name.insert(Name(name="one"))
    with pytest.raises(database.Duplicate) as plain:
        await Name.insert(Name(name="one"))
    assert "name" in plain.value.constraint
    with pytest.raises(database.Duplicate):
        async with database.transaction():
            await Name.insert(Name(name="one"))
    await require_whole(engine)


async def test_a_deferred_duplicate_is_told_at_the_commit(postgres: PostgresEngine) -> None:
    await create_db_tables(Name)
    await database.execute(
        "CREATE TABLE late (n INTEGER CONSTRAINT once UNIQUE DEFERRABLE INITIALLY DEFERRED)"
    )
    with pytest.raises(database.Duplicate) as late:
        async with database.transaction():
            await database.execute("INSERT INTO late VALUES (1), (1)")
    assert late.value.constraint == "once"
    await require_whole(postgres)


async def test_reading_keeps_its_snapshot(engine: object) -> None:
    await write_couple(1)
    async with database.reading():
        assert await halves() == {1: 2}
        await elsewhere(write_couple(2))
        async with database.reading():
            assert await halves() == {1: 2}
    assert await halves() == {1: 2, 2: 2}
    await require_whole(engine)


async def test_reading_cannot_write(engine: object) -> None:
    with pytest.raises(Exception, match=r"(?i)read-?only"):
        async with database.reading():
            await Name.insert(Name(name="one"))
    with pytest.raises(TransactionError):
        async with database.reading(), database.transaction():
            pytest.fail("It began.")
    assert await Name.count() == 0
    await require_whole(engine)


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


def sqlite_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "sqlite"]


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
    engine: database.SQLiteEngine | database.PostgresEngine,
) -> None:
    one = Name(name="one")
    await one.save()
    one.name = "first"
    await one.save()
    found = await Name.objects().get(Name.name == "first")
    assert found is not None
    assert found.id == one.id
    assert await Name.raw("SELECT name FROM database_test_name WHERE name = {}", "first") == [
        {"name": "first"}
    ]
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
        "WITH known AS (SELECT name FROM database_test_name) "
        "INSERT INTO database_test_name (name) SELECT name || {} FROM known RETURNING name",
        "!",
    )
    assert {row["name"] for row in with_raw} == {"first!", "two!", "three!"}
    await require_whole(engine)


async def test_without_the_pool_everything_still_works(url: str) -> None:
    database.bind(database.engine_from_url(url))
    await create_db_tables(Half)
    await write_couple(1)
    with pytest.raises(KeyError):
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
        "from piccolo.conf.apps import AppConfig\n"
        f"APP_CONFIG = AppConfig('{app}', {str(folder / app / 'migrations')!r}, [])\n"
    )
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("PICCOLO_CONF", f"{app}.piccolo_conf")
    return app


async def test_piccolos_migrations_run(
    engine: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _migrations(tmp_path, monkeypatch, m1="pass", m2="raise KeyError")
    with pytest.raises(KeyError):
        await run_forwards(app)
    assert await Migration.select(Migration.name).output(as_list=True) == ["m1"]
    assert await database.execute("SELECT name FROM thing_m1") == []
    with pytest.raises(Exception, match="thing_m2"):
        await database.execute("SELECT name FROM thing_m2")
    await require_whole(engine)


def test_a_worker_finds_the_folder_of_its_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COALITION_TEST_SERVERS", str(tmp_path))
    assert prepare_run() == tmp_path
