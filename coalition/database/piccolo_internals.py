"""Every private or undocumented part of Piccolo that this application uses, each behind a function that says what breaks if it changes.

No other module uses one (tests/house/test_internals.py). pyproject.toml pins Piccolo to the minor version that was tested;
before a newer one is taken, tests/database/test_piccolo_internals.py must pass: it compares each function with Piccolo's public interface.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from piccolo.apps.migrations.tables import Migration
from piccolo.columns import Column, Serial
from piccolo.columns.combination import UNDEFINED, And, Or, Where
from piccolo.columns.defaults.base import Default
from piccolo.engine.sqlite import SQLiteEngine, convert_int_out
from piccolo.querystring import QueryString
from piccolo.table import TABLE_REGISTRY

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
    from contextvars import ContextVar

    from piccolo.apps.migrations.commands.base import MigrationResult
    from piccolo.custom_types import Combinable
    from piccolo.engine import Engine
    from piccolo.query import Query
    from piccolo.table import Table

Row = TypeVar("Row", bound="Table")


# Tables and columns


def use_engine(engine: EngineCalledByPiccolo) -> None:
    """Let every table known so far send its queries to an engine, Piccolo's own table of migrations too.

    Private: `TABLE_REGISTRY`, `Table._meta.db`. If they change, queries raise "no db defined" or go to the engine of an earlier test.
    """
    tables: list[type[Table]] = [*TABLE_REGISTRY, Migration]
    for table in tables:
        table._meta.db = cast("Engine[Any]", engine)


def columns_of(table: type[Table]) -> dict[str, Column]:
    """Return the columns of a table by name, in the order of their definition.

    Private: `Table._meta.columns`, `Column._meta.name`. If they change, `put`, `one_row` and `whole` fail at their first call.
    """
    return {column._meta.name: column for column in table._meta.columns}


def sql_name(column: Column) -> str:
    """Return a column as it stands in SQL: `"table"."column"`.

    Private: `Column._meta.get_full_name`. If it changes, `among` compares the wrong column or fails.
    """
    return str(column._meta.get_full_name(with_alias=False))


def name_of(table: type[Table]) -> str:
    """Return the name of a table as it stands in SQL.

    Private: `Table._meta.tablename`. If it changes, `put_rows` writes into no table.
    """
    return str(table._meta.tablename)


def references_to(table: type[Table]) -> list[Column]:
    """Return the columns of all tables that refer to a table.

    Private: `Table._meta.foreign_key_references`. If it changes, an organisation that something refers to seems free.
    """
    return list(table._meta.foreign_key_references)


def table_of(column: Column) -> type[Table]:
    """Return the table of a column.

    Private: `Column._meta.table`. If it changes, an organisation that something refers to cannot be told from one that is free.
    """
    return column._meta.table


def place_of(column: Column) -> tuple[str, str]:
    """Return the names of a column's table and of the column.

    Private: `Column._meta.table`, `Table._meta.tablename`, `Column._meta.name`. If one changes, values that were encrypted for the
    column cannot be decrypted any more.
    """
    return column._meta.table._meta.tablename, column._meta.name


def select_list(columns: Iterable[Column]) -> QueryString:
    """Return the part of a SELECT that names columns of one table, each under its own name; the same text for both engines.

    Private: `Column.get_select_string`, `QueryString.template`. If they change, a row of `at_once` or `whole` has other keys
    than a row of a plain select.
    """
    return QueryString(", ".join(column.get_select_string("sqlite").template for column in columns))


# Rows


def row_from_database(table: type[Row], values: Mapping[str, Any]) -> Row:
    """Return the row object for values of all its columns, without asking every column for its default value.

    Private: rows keep their values in `__dict__`, beside `_exists_in_db` and `_was_created`. If Piccolo adds a third mark,
    a row made here lacks it, and `save()` of it may insert instead of update.
    """
    row = table.__new__(table)
    vars(row).update(values, _exists_in_db=True, _was_created=None)
    return row


def new_row(table: type[Row], values: Mapping[str, Any]) -> Row:
    """Return the row object for values of all its columns, not yet inserted.

    Private: `_exists_in_db`. If it changes, `save()` of a row that `put` left out may update instead of insert.
    """
    row = row_from_database(table, values)
    row._exists_in_db = False
    return row


def default_value(column: Column) -> Any:
    """Return the value that a column takes where none is given; a new one each time where it depends on the moment or on chance.

    Private: `Column.get_default_value`, `Default.python`. If they change, `put` writes other values than `save()`.
    """
    value = None if isinstance(column, Serial) else column.get_default_value()
    return value.python() if isinstance(value, Default) else value


def default_maker(column: Column) -> Callable[[], Any]:
    """Return the function that makes the default of a column whose default must be asked for at every insert.

    Private: as `default_value`.
    """
    value = None if isinstance(column, Serial) else column.get_default_value()
    return value.python if isinstance(value, Default) else partial(default_value, column)


def has_changing_default(column: Column) -> bool:
    """Return whether the default of a column must be asked for at every insert.

    Private: `Column.default`, `Default`. If they change, `put` writes the same key or moment into every row.
    """
    return callable(getattr(column, "default", None)) or isinstance(column.get_default_value(), Default)


# Statements


class Placeholder:
    """Stands in a query for a value that is given when the statement runs."""

    def __init__(self, name: str) -> None:
        """Name the value."""
        self.name = name

    @property
    def ids(self) -> str:
        """What stands in a statement for a list of ids, until they are written there."""
        return f"<ids: {self.name}>"


def compiled(query: Query[Any, Any], engine_type: str) -> tuple[str, list[Any]]:
    """Return the SQL of a query that is one statement, and its arguments; a Placeholder stays what it is.

    Private: `Query.querystrings`, `QueryString.compile_string`, and that values of unknown types are passed on unchanged.
    If they change, `prepared`, `put` and `one_row` fail at their first call.
    """
    [querystring] = query.querystrings
    sql, args = querystring.compile_string(engine_type=engine_type)
    return sql, args


def compiled_insert(table: type[Table], engine_type: str, *, or_ignore: bool) -> tuple[str, list[str]]:
    """Return the SQL that inserts one row, and the names of the columns in the order of its arguments.

    Private: as for `compiled`, and that a row may be made of values of any type. If it changes, `put` fails at its first call.
    """
    values: dict[str, Any] = {name: Placeholder(name) for name, column in columns_of(table).items() if not isinstance(column, Serial)}
    query = table.insert(table(**values))
    sql, args = compiled(query.on_conflict(action="DO NOTHING") if or_ignore else query, engine_type)
    return sql, [placeholder.name for placeholder in args]


def raw_statement(sql: str, args: Sequence[Any], engine_type: str) -> tuple[str, Sequence[Any]]:
    """Return raw SQL, with `{}` for each argument, as an engine takes it, and the arguments.

    Piccolo takes 17 times as long for SQLite and 4 times for PostgreSQL, with 200 rows of 8 columns. It still writes statements with other
    braces, or whose arguments are columns or parts of queries.

    Private: that Piccolo numbers the arguments of PostgreSQL from one, as this does. If that changes, a test that compares both fails.
    """
    between = sql.split("{}")
    if not sql.count("{") == sql.count("}") == len(between) - 1 == len(args) or any(issubclass(kind, _WRITTEN) for kind in set(map(type, args))):
        return QueryString(sql, *args).compile_string(engine_type=engine_type)
    if engine_type == "sqlite":
        return "?".join(between), args
    return "".join([part for pair in zip(between, _numbers(len(args)), strict=True) for part in pair]), args


_WRITTEN = (QueryString, Column)  # arguments that Piccolo writes into the statement


def _numbers(count: int) -> list[str]:
    return [*map("${}".format, range(1, count + 1)), ""]


def condition_shape(condition: Combinable, values: list[Any]) -> Hashable | None:
    """Return what is the same in conditions that differ in their values only, and append the values; None if it holds a query or a join.

    Private: the attributes of `Where`, `And` and `Or`, `UNDEFINED`, `Column._meta.call_chain`. If they change, `one_row` may take
    two different conditions for the same statement.
    """
    if isinstance(condition, And | Or):
        first, second = condition_shape(condition.first, values), condition_shape(condition.second, values)
        return (type(condition), first, second) if first and second else None
    if not isinstance(condition, Where) or condition.column._meta.call_chain or isinstance(condition.value, Column | QueryString):
        return None
    given = [] if condition.value is UNDEFINED else [condition.value]
    if condition.values is not UNDEFINED:
        if not isinstance(condition.values, list):
            return None
        given += condition.values
    values.extend(given)
    return sql_name(condition.column), condition.operator, len(given)


# Engines


class EngineCalledByPiccolo(ABC):
    """The methods that Piccolo's queries call on an engine; each leads to one method of ours, `send`.

    Private: the names and arguments of these methods, and the context variable `current_transaction`. If one is renamed, Piccolo
    opens a connection of its own for each statement, outside our transactions; the tests of transactions then fail.
    """

    engine_type: str
    current_transaction: ContextVar[Any]
    transform_response_to_dicts: Callable[[Any], list[dict[str, Any]]]

    @abstractmethod
    async def send(self, sql: str, args: Sequence[Any], *, in_pool: bool = True, quick: bool = False, keep: bool = False) -> list[Any]:
        """Run one statement, inside the open transaction of this task if there is one, and return its rows."""

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> list[Any]:  # noqa: FBT001, FBT002 -- Piccolo's signature
        """Run a query."""
        sql, args = querystring.compile_string(engine_type=self.engine_type)
        return await self.send(sql, args, in_pool=in_pool)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> list[Any]:  # noqa: FBT001, FBT002 -- Piccolo's signature
        """Run a statement that changes the schema."""
        return await self.send(ddl, (), in_pool=in_pool)

    async def check_version(self) -> None:  # noqa: B027 -- every engine does without it
        """Do nothing: Piccolo would connect while the engine is made."""

    def set_open_transaction(self, transaction: object) -> None:
        """Note the transaction of this task in `current_transaction`, where Piccolo and `Engine.active` look for it."""
        self.current_transaction.set(transaction)

    def dictionaries(self, rows: list[Any]) -> list[dict[str, Any]]:
        """Return the rows of a driver as dictionaries."""
        return self.transform_response_to_dicts(rows)


class SQLiteBase(SQLiteEngine):
    """Piccolo's SQLite engine, with the arguments of its connections and a place for what each new one runs first.

    Private: `connection_kwargs`, `get_connection`. If they change, dates are read as text, or a batch is read without our settings.
    """

    first_statements: Sequence[str] = ()

    @property
    def connect_arguments(self) -> dict[str, Any]:
        """The arguments of `sqlite3.connect`."""
        return self.connection_kwargs

    async def get_connection(self) -> Any:
        """Open a connection for one of Piccolo's batches; everything else goes through `send`."""
        connection = await super().get_connection()
        for statement in self.first_statements:
            await connection.execute(statement)
        return connection


def read_cells_quickly() -> None:
    """Read INTEGER columns without making a Decimal of each cell, and BOOLEAN columns without making a text of it.

    An integer that is written in another way is read as Piccolo reads it. Piccolo's converters take 2 times as long for 500 rows of six
    columns, two of them integers, the statement included.

    Private: `convert_int_out`, and that converters are registered for the whole process. If they change, odd cells are read otherwise.
    """
    sqlite3.register_converter("INTEGER", _integer)
    sqlite3.register_converter("BOOLEAN", b"1".__eq__)


def _integer(value: bytes) -> int:
    try:
        return int(value)
    except ValueError:
        return int(convert_int_out(value))


# Migrations


async def migrate_forwards(app_name: str) -> str | None:
    """Run every migration that has not run; return what Piccolo reports when one fails, else None.

    Private: `ForwardsMigrationManager` and its result. If they change, `coalition migrate` fails.
    """
    from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager

    return _failure(await ForwardsMigrationManager(app_name=app_name).run())


async def migrate_backwards(app_name: str) -> str | None:
    """Undo every migration; return what Piccolo reports when one fails, else None.

    Private: `BackwardsMigrationManager` and its result. If they change, the tests of migrations fail.
    """
    from piccolo.apps.migrations.commands.backwards import BackwardsMigrationManager

    return _failure(await BackwardsMigrationManager(app_name=app_name, migration_id="all", auto_agree=True, clean=False).run())


def _failure(result: MigrationResult) -> str | None:
    return None if result.success else result.message or ""


async def finished_migrations(app_name: str) -> list[str]:
    """Return the names of the migrations that have run on the current database.

    Private: the table `Migration`. If it changes, every command says that the database is not up to date.
    """
    if not await Migration.table_exists():
        return []
    return await Migration.get_migrations_which_ran(app_name=app_name)
