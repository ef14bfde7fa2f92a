"""Parts of statements said at once: Piccolo puts them together column by column and value by value, which takes longer than to run them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from piccolo.columns.combination import WhereRaw
from piccolo.querystring import QueryString

if TYPE_CHECKING:
    from collections.abc import Iterable

    from piccolo.columns import Column
    from piccolo.table import Table


def among(column: Column, ids: Iterable[int]) -> WhereRaw:
    """Return the condition that a column holds one of some ids, none of an empty list."""
    numbers = ",".join(str(int(one)) for one in ids)
    return WhereRaw(f"{column._meta.get_full_name(with_alias=False)} IN ({numbers or 'NULL'})")  # noqa: SLF001 -- Piccolo's own name


def at_once(*columns: Column) -> QueryString:
    """Return what selects columns of one table, each under its own name."""
    return QueryString(", ".join(column.get_select_string("sqlite").template for column in columns))  # the same for PostgreSQL


@cache
def whole(table: type[Table]) -> QueryString:
    """Return what selects every column of a table."""
    return at_once(*table._meta.columns)  # noqa: SLF001 -- Piccolo's own name
