"""Each private part of Piccolo still does what we rely on: it is compared with what Piccolo's public interface does."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from piccolo.apps.migrations.tables import Migration
from piccolo.columns import UUID, Integer, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.engine.sqlite import convert_boolean_out, convert_int_out
from piccolo.querystring import QueryString
from piccolo.table import Table, create_db_tables, create_table_class

from coalition import database, migrating, resources
from coalition.database import piccolo_internals as internals
from coalition.database.sqlite import SQLiteEngine
from coalition.organisations.tables import Organisation, OrganisationName
from coalition.tables import TABLES
from tests.database.cases import Half, Name

if TYPE_CHECKING:
    from pathlib import Path

    from coalition.database.engine import Engine

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)


class Event(Table, tablename="database_test_event"):
    id = UUID(default=UUID4(), primary_key=True)
    number = Integer()
    name = Varchar(default="unnamed")
    at = Timestamptz()


async def test_use_engine_redirects_every_table(sqlite: SQLiteEngine, tmp_path: Path) -> None:
    await create_db_tables(Name)
    other = SQLiteEngine(str(tmp_path / "other.sqlite"))

    internals.use_engine(other)

    assert not await Name.table_exists()
    assert not await Migration.table_exists()
    await Migration.create_table()
    await other.stop()
    internals.use_engine(sqlite)
    assert await Name.table_exists()
    assert not await Migration.table_exists()


async def test_columns_of_has_the_names_of_a_row_that_was_read(engine: Engine) -> None:
    await Name.insert(Name(name="one"))
    assert list(internals.columns_of(Name)) == list((await Name.select())[0])
    assert list(internals.columns_of(Name).values()) == Name.all_columns()


async def test_sql_name_names_the_column_in_sql(engine: Engine) -> None:
    await Name.insert(Name(name="one"), Name(name="two"))
    rows = await database.execute(f"SELECT name FROM database_test_name WHERE {internals.sql_name(Name.name)} = {{}}", "two")
    assert rows == [{"name": "two"}]


async def test_select_list_gives_the_rows_that_its_columns_give(engine: Engine) -> None:
    await Half.insert(Half(couple=1, side="left"))
    columns = (Half.side, Half.id)
    assert await Half.select(internals.select_list(columns)) == await Half.select(*columns)


@every_table
def test_row_from_database_is_the_row_that_piccolo_makes(table: type[Table]) -> None:
    values = {name: at for at, name in enumerate(internals.columns_of(table))}
    assert vars(internals.row_from_database(table, values)) == vars(table(**values, _exists_in_db=True))


async def test_a_row_from_the_database_is_updated_and_a_new_row_is_inserted(engine: Engine) -> None:
    await Name.insert(Name(name="one"))

    known = internals.row_from_database(Name, (await Name.select())[0])
    known.name = "first"
    await known.save()
    await internals.new_row(Name, {"id": 7, "name": "second"}).save()

    assert await Name.select(Name.name).order_by(Name.id).output(as_list=True) == ["first", "second"]


@every_table
def test_default_value_is_what_a_row_takes_that_is_given_nothing(table: type[Table]) -> None:
    row, columns = table(_ignore_missing=True), internals.columns_of(table)
    given = {name: internals.default_value(column) for name, column in columns.items()}
    steady = {name for name, column in columns.items() if not internals.has_changing_default(column)} - {"id"}
    assert {name: given[name] for name in steady} == {name: getattr(row, name) for name in steady}
    assert {name: type(given[name]) for name in columns.keys() - {"id"}} == {name: type(getattr(row, name)) for name in columns.keys() - {"id"}}


def test_a_default_changes_where_it_depends_on_chance_or_on_the_moment() -> None:
    columns = internals.columns_of(Event)
    assert {name for name, column in columns.items() if internals.has_changing_default(column)} == {"id", "at"}
    assert internals.default_value(Event.id) != internals.default_value(Event.id)
    makers = [internals.default_maker(Event.id), internals.default_maker(Event.at)]
    assert [type(make()) for make in makers] == [type(internals.default_value(column)) for column in (Event.id, Event.at)]
    assert makers[0]() != makers[0]()
    assert internals.default_value(Event.name) == "unnamed"
    called = create_table_class("Called", class_members={"name": Varchar(default=lambda: "called")})
    assert internals.has_changing_default(internals.columns_of(called)["name"])


async def test_compiled_is_the_statement_that_the_query_runs(engine: Engine) -> None:
    await Name.insert(Name(name="one"), Name(name="two"))
    query = Name.select(Name.name).where(Name.name == "two")
    with database.counting_queries() as sent:
        rows = await query

    sql, args = internals.compiled(query, engine.engine_type)

    assert ([sql], args) == (sent.statements, ["two"])
    assert engine.dictionaries(await engine.send(sql, args)) == rows


@pytest.mark.parametrize("engine_type", ["sqlite", "postgres"])
async def test_a_placeholder_goes_through_every_kind_of_statement(sqlite: SQLiteEngine, engine_type: str) -> None:
    value, other = internals.Placeholder("value"), internals.Placeholder("other")
    chosen = (Name.name == value) & (Name.id > other)
    for query, expected in (
        (Name.select().where(chosen), [value, other]),
        (Name.delete().where(chosen), [value, other]),
        (Name.update({Name.name: other}).where(Name.name == value), [other, value]),
    ):
        assert internals.compiled(query, engine_type)[1] == expected


async def test_compiled_insert_inserts_what_piccolo_inserts(engine: Engine) -> None:
    await create_db_tables(Event)
    moment = datetime(2026, 11, 28, tzinfo=UTC)
    theirs = Event(number=7, at=moment)
    await Event.insert(theirs)
    sql, names = internals.compiled_insert(Event, engine.engine_type, or_ignore=False)
    mine = Event(number=7, at=moment)

    returned = engine.dictionaries(await engine.send(sql, [getattr(mine, name) for name in names]))

    assert returned == [{"id": mine.id}]
    rows = {row["id"]: {**row, "id": None} for row in await Event.select()}
    assert rows[mine.id] == rows[theirs.id]


async def test_compiled_insert_leaves_out_a_duplicate(engine: Engine) -> None:
    sql, names = internals.compiled_insert(Name, engine.engine_type, or_ignore=True)
    assert names == ["name"]
    answers = [engine.dictionaries(await engine.send(sql, ["one"])) for _ in range(2)]
    assert answers == [[{"id": 1}], []]


async def test_condition_shape_tells_conditions_apart_but_not_their_values(sqlite: SQLiteEngine) -> None:
    conditions = [
        Name.name == "a",
        Name.name != "a",
        Name.id == 1,
        Name.name.is_null(),
        Name.name.is_not_null(),
        (Name.name == "a") & (Name.id == 1),
        (Name.id == 1) & (Name.name == "a"),
        (Name.name == "a") | (Name.id == 1),
        (Name.name == "a") & ((Name.id == 1) | (Name.id == 2)),
        ((Name.name == "a") & (Name.id == 1)) | (Name.id == 2),
        Name.id.is_in([1, 2]),
        Name.id.is_in([1, 2, 3]),
        Name.id.not_in([1, 2]),
    ]
    shapes = [internals.condition_shape(condition, []) for condition in conditions]
    assert None not in shapes
    assert len(set(shapes)) == len(conditions)
    assert internals.condition_shape(Name.name == "b", []) == shapes[0]
    assert internals.condition_shape((Name.name == "b") & (Name.id == 9), []) == shapes[5]


async def test_condition_shape_collects_the_values_in_the_order_of_the_statement(sqlite: SQLiteEngine) -> None:
    values: list[object] = []
    condition = (Name.name == "a") & ((Name.id == 1) | Name.name.is_null()) & Name.id.is_in([7, 6]) & (Name.id < 5)
    internals.condition_shape(condition, values)
    assert values == internals.compiled(Name.select().where(condition), "sqlite")[1] == ["a", 1, 7, 6, 5]


async def test_condition_shape_refuses_what_is_more_than_values(sqlite: SQLiteEngine) -> None:
    for condition in (
        Name.id.is_in(Name.select(Name.id)),
        Half.couple == Half.id,
        OrganisationName.organisation.slug == "a",
        (Organisation.slug == "a") & Organisation.id.is_in(Organisation.select(Organisation.id)),
    ):
        assert internals.condition_shape(condition, []) is None


async def test_every_kind_of_statement_goes_through_send(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    send = engine.send

    async def watch(sql: str, *args: object, **options: object) -> object:
        sent.append(sql.split(maxsplit=1)[0])
        return await send(sql, *args, **options)

    monkeypatch.setattr(engine, "send", watch)
    await create_db_tables(Event)
    await Name.insert(Name(name="one"))
    await Name.update({Name.name: "two"}).where(Name.name == "one")
    assert await Name.objects().get(Name.name == "two") is not None
    assert await Name.raw("SELECT id FROM database_test_name") == [{"id": 1}]
    await Name.delete(force=True)
    await Event.alter().drop_table()

    assert sent == ["CREATE", "INSERT", "UPDATE", "SELECT", "SELECT", "DELETE", "ALTER" if "ALTER" in sent else "DROP"]


async def test_the_open_transaction_is_the_one_of_this_task(engine: Engine) -> None:
    async def seen() -> object:
        return engine.current_transaction.get()

    assert engine.current_transaction.get() is None
    async with engine.transaction() as outer:
        assert engine.current_transaction.get() is outer
        assert await asyncio.create_task(seen()) is outer
        assert engine.current_transaction.get() is outer
    assert engine.current_transaction.get() is None


def test_making_an_engine_connects_to_nothing(recwarn: pytest.WarningsRecorder) -> None:
    database.engine_from_url("postgresql:///nowhere?host=/nonexistent")
    assert list(recwarn) == []


async def test_a_connection_with_the_arguments_reads_dates_as_piccolo_does(sqlite: SQLiteEngine) -> None:
    await create_db_tables(Event)
    moment = datetime(2026, 11, 28, 12, tzinfo=UTC)
    await Event.insert(Event(number=1, at=moment))
    other = sqlite3.connect(**sqlite.connect_arguments)
    found = other.execute("SELECT id, number, at FROM database_test_event").fetchone()
    other.close()
    row = (await Event.select())[0]
    assert found == (row["id"], row["number"], moment)


async def test_a_batch_reads_with_the_settings_of_every_connection(sqlite: SQLiteEngine) -> None:
    await create_db_tables(Name)
    await Name.insert(Name(name="one"))
    connection = await sqlite.get_connection()
    pragma = await (await connection.execute("PRAGMA query_only")).fetchone()
    await connection.close()
    assert list(pragma.values()) == [1]
    async with await Name.select(Name.name).batch(batch_size=1) as batch:
        assert [rows async for rows in batch] == [[{"name": "one"}]]


@pytest.mark.parametrize("text", ["7", "-7", "1.0", "12345678901234567890", " 7", "7e2"])
def test_integers_are_read_as_piccolo_reads_them(text: str) -> None:
    internals.read_cells_quickly()
    connection = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_COLNAMES)
    found = connection.execute(f"SELECT '{text}' AS 'number [INTEGER]'").fetchone()[0]
    connection.close()
    assert (found, type(found)) == (convert_int_out(text), int)


@pytest.mark.parametrize("text", ["0", "1", "true", "11"])
def test_truth_is_read_as_piccolo_reads_it(text: str) -> None:
    internals.read_cells_quickly()
    connection = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_COLNAMES)
    found = connection.execute(f"SELECT '{text}' AS 'truth [BOOLEAN]'").fetchone()[0]
    connection.close()
    assert found is convert_boolean_out(text)


async def test_finished_migrations_are_those_of_the_files(store: str) -> None:
    files = {name for path in resources.MIGRATIONS.glob("*.py") for name in migrating._ID.findall(path.read_text(encoding="utf-8"))}
    assert set(await internals.finished_migrations("coalition")) == files


async def test_before_the_first_migration_none_is_finished(engine: Engine) -> None:
    assert await internals.finished_migrations("coalition") == []


async def test_migrations_run_backwards_and_forwards(store: str) -> None:
    migrating._point_piccolo()
    finished = await internals.finished_migrations("coalition")

    assert await internals.migrate_backwards("coalition") is None
    assert await internals.finished_migrations("coalition") == []
    assert await internals.migrate_forwards("coalition") is None
    assert set(await internals.finished_migrations("coalition")) == set(finished)
    assert await internals.migrate_forwards("coalition") is None


_PART = QueryString("name = {}", "two")


@pytest.mark.parametrize("engine_type", ["sqlite", "postgres"])
@pytest.mark.parametrize(
    ("sql", "args"),
    [
        ("SELECT 1", []),
        ("SELECT {}, {}", [1, "a {} b"]),
        ("INSERT INTO one (a, b) VALUES ({},{}),({},{}) RETURNING a", [1, None, 2, b"x"]),
        ("{} {}", [3, 4]),
        ("SELECT '{{}}', {}", [5]),
        ("SELECT {} WHERE {}", [6, _PART]),
        ("SELECT {} FROM one WHERE {}", [Name.name, _PART]),
    ],
)
def test_a_raw_statement_is_the_statement_that_piccolo_writes(engine_type: str, sql: str, args: list[Any]) -> None:
    assert internals.raw_statement(sql, args, engine_type) == QueryString(sql, *args).compile_string(engine_type=engine_type)
