"""Shorter ways to write queries that run often; docs/queries.md says when to use which.

Piccolo builds the text of a statement anew at every call, which takes longer than SQLite takes to run a short one. Each docstring
says how many times the processor time Piccolo's own way takes, the statement included (benchmarks/queries.py measures it).
"""

from __future__ import annotations

from enum import Enum
from functools import cache, partial, wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from msgspec import Struct
from piccolo.columns.combination import WhereRaw
from piccolo.query import Objects

from coalition.database import counting
from coalition.database.binding import current, execute
from coalition.database.duplicate import Duplicate
from coalition.database.piccolo_internals import (
    Placeholder,
    columns_of,
    compiled,
    compiled_insert,
    condition_shape,
    default_maker,
    default_value,
    has_changing_default,
    name_of,
    new_row,
    row_from_database,
    select_list,
    sql_name,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from piccolo.columns import Column
    from piccolo.custom_types import Combinable
    from piccolo.query import Query, Select
    from piccolo.querystring import QueryString
    from piccolo.table import Table

    from coalition.database.engine import Engine

    Rows = list[dict[str, Any]]

Row = TypeVar("Row", bound="Table")
Value = TypeVar("Value", str, int, UUID)


# Statements

_FEW_IDS = 200
_FEW_ROWS = 20
_FEW_VALUES = 50


class _Statement(Struct, frozen=True):
    """The SQL of a prepared query, its arguments, its lists of ids, and the table of which its rows are objects, if they are."""

    sql: str
    arguments: Sequence[tuple[int, Any]]  # the place of a given value, or -1 and a fixed value
    lists: Sequence[tuple[int, str]]  # the place of a given list, and what stands for it
    table: type[Table] | None


def prepared(build: Callable[..., Query[Any, Any]], *, quick: bool = True) -> Callable[..., Awaitable[list[Any]]]:
    """Turn a function that returns a query into one that runs it; its SQL is built once for each engine.

    Each parameter is a value in a condition, a new value of a column or the ids of `among`, and nothing else: the function is called
    with placeholders. It returns one statement: a select, an update or a delete, whose rows are dictionaries, or `objects()`, whose
    rows are row objects. In a block that reads SQLite it holds the event loop unless it is given many ids: an index must lead to its
    rows, and there must be few of them for each id. Else use `prepared_for_thread`.
    Awaiting the query itself takes 34 times as long in a block that reads, and 40 times in a transaction.
    """
    placeholders = [Placeholder(name) for name in signature(build).parameters]

    @cache
    def statement(engine_type: str) -> _Statement:
        query = build(*placeholders)
        sql, args = compiled(query, engine_type)
        arguments = [(placeholders.index(arg), None) if isinstance(arg, Placeholder) else (-1, arg) for arg in args]
        lists = [(place, placeholder.ids) for place, placeholder in enumerate(placeholders) if placeholder.ids in sql]
        return _Statement(sql, arguments, lists, query.table if isinstance(query, Objects) else None)

    @wraps(build)
    async def run(*values: Any) -> list[Any]:
        engine = current()
        ready = statement(engine.engine_type)
        arguments = []
        for place, fixed in ready.arguments:
            value = values[place] if place >= 0 else fixed
            arguments.append(value.value if isinstance(value, Enum) else value)
        sql, many = ready.sql, False
        for place, ids in ready.lists:
            sql = sql.replace(ids, _in_sql(values[place]))
            many = many or len(values[place]) > _FEW_IDS
        rows = await _rows_in_block(engine, sql, arguments, quick=quick and not many)
        return rows if ready.table is None else [row_from_database(ready.table, row) for row in rows]

    return run


async def _rows_in_block(engine: Engine, sql: str, arguments: Sequence[Any], *, quick: bool) -> Rows:
    """Return the rows of a statement; a block that reads asks the database once for a few rows that several parts of a page want."""
    active = engine.active()
    if active is None or active.known is None:
        return engine.dictionaries(await engine.send(sql, arguments, quick=quick))
    key = (sql, *arguments)
    if key not in active.known:
        rows = engine.dictionaries(await engine.send(sql, arguments, quick=quick))
        if len(rows) > _FEW_ROWS:
            return rows
        active.known[key] = rows
    else:
        counting.record(sql)
    return [*map(dict, active.known[key])]


# As `prepared`, for a statement that may look at many rows.
prepared_for_thread = partial(prepared, quick=False)


async def one_row(table: type[Row], condition: Combinable) -> Row | None:
    """Return the row for which a condition is true, if there is one; the SQL is built once for each shape of a condition.

    `objects().get(condition)` takes 11 times as long.
    """
    values: list[Any] = []
    shape = condition_shape(condition, values)
    if shape is None:
        rows = await table.select(whole(table)).where(condition).limit(1)
    else:
        engine = current()
        rows = engine.dictionaries(await engine.send(_selection(table, condition, shape, engine.engine_type), values, quick=True))
    return row_from_database(table, rows[0]) if rows else None


async def selected(table: type[Table], columns: QueryString, condition: Combinable, *, order: Column | None = None, limit: int) -> Rows:
    """Return a few rows for which a condition that varies is true; the SQL is built once for each shape of a condition.

    `columns` is one of few results of `at_once`. Like a prepared query it must find its rows by an index. Awaiting the query itself
    takes 7 times as long in a block that reads, and 4.5 times in a transaction.
    """
    values: list[Any] = []
    shape = condition_shape(condition, values)
    if shape is None or len(values) > _FEW_VALUES:
        return await _selecting(table, columns, condition, order, limit)
    engine = current()
    key = (table, columns.template, shape, order and sql_name(order), limit, engine.engine_type)
    if key not in _selections:
        _selections[key], _ = compiled(_selecting(table, columns, condition, order, limit), engine.engine_type)
    return engine.dictionaries(await engine.send(_selections[key], values, quick=True))


def _selecting(table: type[Table], columns: QueryString, condition: Combinable, order: Column | None, limit: int) -> Select[Table]:
    query = table.select(columns).where(condition).limit(limit)
    return query if order is None else query.order_by(order)


_selections: dict[Hashable, str] = {}


def _selection(table: type[Table], condition: Combinable, shape: Hashable, engine_type: str) -> str:
    key = (table, shape, engine_type)
    if key not in _selections:
        _selections[key], _ = compiled(table.select(whole(table)).where(condition).limit(1), engine_type)
    return _selections[key]


async def put(table: type[Row], /, *, unless_there: bool = False, **values: Any) -> Row:
    """Insert a row and return it with its primary key; columns that are not given take their default values.

    With `unless_there` a row that would break a unique constraint is left out; the returned row then does not exist in the database.
    ValueError names columns that the table does not have. Piccolo's `save()` takes 4.6 times as long.

    PostgreSQL is always asked to leave the row out, because it would write the values of a broken constraint into its own log.

    Raises:
        Duplicate: the row would break a unique constraint.

    """
    engine = current()
    insertion = _insertion(table, engine.engine_type, unless_there or engine.engine_type == "postgres")
    if unknown := values.keys() - insertion.fixed.keys() - insertion.changing.keys():
        msg = f"no such columns: {sorted(unknown)}"
        raise ValueError(msg)
    columns = {**insertion.fixed, **values}
    for name, default in insertion.changing.items():
        if name not in columns:
            columns[name] = default()
    arguments = []
    for name in insertion.names:
        value = columns[name]
        arguments.append(value.value if isinstance(value, Enum) else value)
    for generated in engine.dictionaries(await engine.send(insertion.sql, arguments)):
        return row_from_database(table, columns | generated)
    if not unless_there:
        raise Duplicate
    return new_row(table, columns)


MOST_ARGUMENTS = 30_000  # PostgreSQL takes 32,767 in one statement, SQLite 32,766


VALUES_AT_ONCE = 1000  # Piccolo needs some milliseconds to write so many into a statement, and holds the event loop meanwhile


def in_parts(values: Iterable[Value], most: int = VALUES_AT_ONCE) -> Iterator[list[Value]]:
    """Yield the different values that are arguments of a statement, sorted, and at most so many at a time."""
    in_order = sorted(set(values))
    for start in range(0, len(in_order), most):
        yield in_order[start : start + most]


async def put_all(rows: Iterable[Table]) -> None:
    """Insert rows of one table, however many, in as few statements as the engines allow."""
    waiting = list(rows)
    if waiting:
        table = type(waiting[0])
        most = MOST_ARGUMENTS // len(columns_of(table))
        for start in range(0, len(waiting), most):
            await table.insert(*waiting[start : start + most])


async def put_rows(table: type[Table], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows that are given by the same columns, in as few statements as the engines allow; the others take the defaults of the database.

    `insert` of row objects takes 7 times as long with 200 rows of 4 columns, 3.7 times with 19 columns.
    """
    waiting = list(rows)
    if len(waiting) == 1:
        await put(table, **waiting[0])
        return
    for start in range(0, len(waiting), most := MOST_ARGUMENTS // max(len(columns_of(table)), 1)):
        part = waiting[start : start + most]
        places = ",".join([f"({','.join(['{}'] * len(part[0]))})"] * len(part))
        names = ",".join(f'"{name}"' for name in part[0])
        sql = f'INSERT INTO "{name_of(table)}" ({names}) VALUES {places}'  # noqa: S608 -- names of the table and its columns
        await execute(sql, *(value for row in part for value in row.values()))


class _Insertion(Struct, frozen=True):
    """The statement that inserts a row, and what its columns hold where no value is given."""

    sql: str
    names: Sequence[str]
    fixed: Mapping[str, Any]
    changing: Mapping[str, Callable[[], Any]]


@cache
def _insertion(table: type[Table], engine_type: str, or_ignore: bool) -> _Insertion:  # noqa: FBT001 -- part of the key
    sql, names = compiled_insert(table, engine_type, or_ignore=or_ignore)
    columns = columns_of(table)
    changing = {name: default_maker(column) for name, column in columns.items() if has_changing_default(column)}
    fixed = {name: default_value(column) for name, column in columns.items() if name not in changing}
    return _Insertion(sql, names, fixed, changing)


# Parts of statements


# The row object for a row that was read with all its columns; `table(**values)` takes 31 times as long, without a statement.
made_of = row_from_database


def among(column: Column, ids: Iterable[int]) -> WhereRaw:
    """Return the condition that a column holds one of some ids: any number of them; no row if there are none.

    `is_in` takes 1.6 times as long with 50 ids, 7 times with 500, and refuses an empty list.
    """
    return WhereRaw(f"{sql_name(column)} IN ({ids.ids if isinstance(ids, Placeholder) else _in_sql(ids)})")


def _in_sql(ids: Iterable[int]) -> str:
    return ",".join([str(int(number)) for number in ids]) or "NULL"


def one_of(column: Column, values: Iterable[Any]) -> Combinable:
    """Return the condition that a column holds one of a few values that are no ids; no row if there are none.

    ValueError refuses more than the engines take: what grows with the data is given in parts (`in_parts`).
    """
    few = _few(values)
    return column.is_in(few) if few else WhereRaw("1 = 0")


def none_of(column: Column, values: Iterable[Any]) -> Combinable:
    """Return the condition that a column holds none of a few values; every row if there are none. It refuses many as `one_of` does."""
    few = _few(values)
    return column.not_in(few) if few else WhereRaw("1 = 1")


def _few(values: Iterable[Any]) -> list[Any]:
    few = sorted({value.value if isinstance(value, Enum) else value for value in values})
    if len(few) > MOST_ARGUMENTS:
        msg = f"{len(few)} arguments: give them in parts"
        raise ValueError(msg)
    return few


def at_once(*columns: Column) -> QueryString:
    """Return what selects some columns of one table; naming 8 columns one by one takes 1.5 times as long, in a transaction 1.9 times."""
    return select_list(columns)


@cache
def whole(table: type[Table]) -> QueryString:
    """Return what selects every column of a table; a select of a table with 32 columns takes 2.3 times as long, in a transaction 2.9 times."""
    return select_list(columns_of(table).values())
