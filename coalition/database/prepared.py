"""Statements put together once: for most of them Piccolo's builder takes several times as long as the engine takes to run them."""

from __future__ import annotations

from enum import Enum
from functools import cache, wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, TypeVar, cast

from piccolo.columns import Serial
from piccolo.columns.combination import UNDEFINED, And, Or, Where

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
        return await engine.run_compiled(sql, [_plain(given[at]) if at >= 0 else fixed for at, fixed in args])

    return run


def made_of(table: type[Row], values: Mapping[str, Any]) -> Row:
    """Return a row that was read whole: Piccolo's own constructor asks every column what it would be without a value."""
    row = table.__new__(table)
    vars(row).update(values, _exists_in_db=True, _was_created=None)
    return row


async def put(row: Table, *, unless_there: bool = False) -> None:
    """Insert a row, which then knows its primary key; `unless_there` leaves it out where it would break a rule of uniqueness."""
    table = type(row)
    sql, names = _insertion(table, current().engine_type, unless_there)
    for made in await current().run_compiled(sql, [_plain(row[name]) for name in names]):
        key = table._meta.primary_key._meta.name  # noqa: SLF001 -- Piccolo's own name
        setattr(row, key, made[key])
        row._exists_in_db = True  # noqa: SLF001 -- Piccolo's own name


async def one_row(table: type[Row], condition: Combinable) -> Row | None:
    """Return the row that a condition is true of, if there is one."""
    values: list[Any] = []
    shape = _shape(condition, values)
    if shape is None:
        found = await table.select(whole(table)).where(condition).limit(1)
    else:
        key = (table, shape, current().engine_type)
        if key not in _selections:
            [querystring] = table.select(whole(table)).where(condition).limit(1).querystrings
            _selections[key], _ = querystring.compile_string(engine_type=current().engine_type)
        found = await current().run_compiled(_selections[key], values)
    return made_of(table, found[0]) if found else None


_selections: dict[Hashable, str] = {}


def _shape(condition: Combinable, values: list[Any]) -> Hashable | None:
    """Return what two conditions have in common that differ in their values only, and collect these; None for one that holds a query."""
    if isinstance(condition, And | Or):
        first, second = _shape(condition.first, values), _shape(condition.second, values)
        return (type(condition), first, second) if first and second else None
    if not isinstance(condition, Where) or condition.values is not UNDEFINED or condition.column._meta.call_chain:  # noqa: SLF001 -- Piccolo's own name
        return None
    if condition.value is not UNDEFINED:
        values.append(condition.value)
    return condition.column._meta.get_full_name(with_alias=False), condition.operator  # noqa: SLF001 -- Piccolo's own name


@cache
def _insertion(table: type[Table], engine_type: str, unless_there: bool) -> tuple[str, Sequence[str]]:  # noqa: FBT001 -- part of the key
    """Return the statement that inserts a row of a table, and the columns whose values it takes, in their order."""
    columns = [column for column in table._meta.columns if not isinstance(column, Serial)]  # noqa: SLF001 -- Piccolo's own name
    row = table(**{column._meta.name: cast("Any", _Place(column._meta.name)) for column in columns})  # noqa: SLF001 -- Piccolo's own name
    query = table.insert(row)
    [querystring] = (query.on_conflict(action="DO NOTHING") if unless_there else query).querystrings
    sql, places = querystring.compile_string(engine_type=engine_type)
    return sql, [place.name for place in places]


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
