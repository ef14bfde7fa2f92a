"""Statements put together once: for most of them Piccolo's builder takes several times as long as the engine takes to run them."""

from __future__ import annotations

from enum import Enum
from functools import cache, partial, wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, TypeVar, cast

from msgspec import Struct
from piccolo.columns import Column, Serial
from piccolo.columns.combination import UNDEFINED, And, Or, Where
from piccolo.columns.defaults.base import Default
from piccolo.querystring import QueryString

from coalition.database.binding import current
from coalition.database.shortcuts import whole

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence

    from piccolo.custom_types import Combinable
    from piccolo.query.base import Query
    from piccolo.table import Table

    Rows = list[dict[str, Any]]

Row = TypeVar("Row", bound="Table")


class _Place:
    """Stands for a value that a statement will have."""

    def __init__(self, name: str) -> None:
        self.name = name


def prepared(build: Callable[..., Query[Any, Any]]) -> Callable[..., Awaitable[Rows]]:
    """Make of a function that returns a query one that runs it and returns the rows, as the query itself would.

    Each parameter is a value in a condition or a new value of a column, and nothing else: the function is called once for each
    engine, with stand-ins. It returns one statement, a select, an update or a delete.
    """
    places = [_Place(name) for name in signature(build).parameters]

    @cache
    def statement(engine_type: str) -> tuple[str, Sequence[Any]]:
        [querystring] = build(*places).querystrings
        sql, args = querystring.compile_string(engine_type=engine_type)
        return sql, [(places.index(arg), None) if isinstance(arg, _Place) else (-1, arg) for arg in args]

    @wraps(build)
    async def run(*given: Any) -> Rows:
        engine = current()
        sql, args = statement(engine.engine_type)
        values = [(value.value if isinstance(value := given[at], Enum) else value) if at >= 0 else fixed for at, fixed in args]
        return engine.transform_response_to_dicts(await engine.run(sql, values))

    return run


def made_of(table: type[Row], values: Mapping[str, Any]) -> Row:
    """Return a row that was read whole: Piccolo's own constructor asks every column what it would be without a value."""
    row = table.__new__(table)
    vars(row).update(values, _exists_in_db=True, _was_created=None)
    return row


async def put(table: type[Row], /, *, unless_there: bool = False, **values: Any) -> Row:
    """Insert a row and return it with its primary key; what is not given is what the column says without a value.

    `unless_there` leaves it out where it would break a rule of uniqueness; the row then does not exist in the database.
    """
    engine = current()
    plan = _insertion(table, engine.engine_type, unless_there)
    row = made_of(table, plan.completed(values))
    row._exists_in_db = False  # noqa: SLF001 -- Piccolo's own name
    columns = vars(row)
    arguments = [value.value if isinstance(value := columns[name], Enum) else value for name in plan.names]
    for generated in engine.transform_response_to_dicts(await engine.run(plan.sql, arguments)):
        columns.update(generated, _exists_in_db=True)
    return row


async def one_row(table: type[Row], condition: Combinable) -> Row | None:
    """Return the row that a condition is true of, if there is one."""
    values: list[Any] = []
    shape = _shape(condition, values)
    if shape is None:
        found = await table.select(whole(table)).where(condition).limit(1)
    else:
        engine = current()
        key = (table, shape, engine.engine_type)
        if key not in _selections:
            [querystring] = table.select(whole(table)).where(condition).limit(1).querystrings
            _selections[key], _ = querystring.compile_string(engine_type=engine.engine_type)
        found = engine.transform_response_to_dicts(await engine.run(_selections[key], values))
    return made_of(table, found[0]) if found else None


_selections: dict[Hashable, str] = {}


def _shape(condition: Combinable, values: list[Any]) -> Hashable | None:
    """Return what two conditions have in common that differ in their values only, and collect these; None for one that holds a query."""
    if isinstance(condition, And | Or):
        first, second = _shape(condition.first, values), _shape(condition.second, values)
        return (type(condition), first, second) if first and second else None
    if not isinstance(condition, Where) or condition.values is not UNDEFINED or condition.column._meta.call_chain:  # noqa: SLF001 -- Piccolo's own name
        return None
    if isinstance(condition.value, Column | QueryString):
        return None
    if condition.value is not UNDEFINED:
        values.append(condition.value)
    return condition.column._meta.get_full_name(with_alias=False), condition.operator  # noqa: SLF001 -- Piccolo's own name


class _Insertion(Struct, frozen=True):
    """The statement that inserts a row, the columns whose values it takes, and what columns are without a value."""

    sql: str
    names: Sequence[str]
    fixed: Mapping[str, Any]
    made: Mapping[str, Callable[[], Any]]

    def completed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        if unknown := values.keys() - self.fixed.keys() - self.made.keys():
            msg = f"no such columns: {sorted(unknown)}"
            raise ValueError(msg)
        columns = {**self.fixed, **values}
        for name, default in self.made.items():
            if name not in columns:
                columns[name] = default()
        return columns


@cache
def _insertion(table: type[Table], engine_type: str, unless_there: bool) -> _Insertion:  # noqa: FBT001 -- part of the key
    columns = {column._meta.name: column for column in table._meta.columns}  # noqa: SLF001 -- Piccolo's own name
    row = table(**{name: cast("Any", _Place(name)) for name, column in columns.items() if not isinstance(column, Serial)})
    query = table.insert(row)
    [querystring] = (query.on_conflict(action="DO NOTHING") if unless_there else query).querystrings
    sql, places = querystring.compile_string(engine_type=engine_type)
    made = {name: _maker(column) for name, column in columns.items() if _is_made(column)}
    fixed = {name: None if isinstance(column, Serial) else _given(column) for name, column in columns.items() if name not in made}
    return _Insertion(sql, [place.name for place in places], fixed, made)


def _given(column: Column) -> Any:
    return column.get_default_value()


def _is_made(column: Column) -> bool:
    return callable(getattr(column, "default", None)) or isinstance(_given(column), Default)


def _maker(column: Column) -> Callable[[], Any]:
    """Return what makes the value of a column whose default is another one for each row."""
    value = _given(column)
    return value.python if isinstance(value, Default) else partial(_given, column)
