"""Stored places in lists by name: of each row that is listed, one for each language of the interface.

Each kind of rows has a table of places with `PlaceColumns`; `subject` is the column of it that names the row.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from coalition.collation import icu_version
from coalition.database import Unavailable, among, place_of, prepared, put_rows, table_of
from coalition.settings import SUPPORTED_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping

    from piccolo.columns import Column
    from piccolo.custom_types import Combinable
    from piccolo.query import Select


def in_order_for(table: Any, language: str) -> Combinable:
    """Return the condition that leaves one place for each row; ordered by `key` they stand as readers of a language expect it."""
    condition: Combinable = (table.language == language) & (table.icu_version == icu_version())
    return condition


async def check_not_mixed(table: Any) -> None:
    """Refuse to write places while those of another version of ICU are stored, which cannot be compared with those of this process.

    Raises:
        Unavailable: the database is being upgraded.

    """
    if await _of_another_version(table)(SUPPORTED_LANGUAGES[0], icu_version()):
        raise Unavailable("sort keys of another version of ICU")


@cache
def _of_another_version(table: Any) -> Callable[..., Awaitable[list[Any]]]:
    @prepared
    def others(language: str, version: str) -> Select[Any]:
        different: Combinable = (table.icu_version < version) | (table.icu_version > version)
        query: Select[Any] = table.select(table.id).where((table.language == language) & different).limit(1)
        return query

    return others


async def are_complete(table: Any, number: int) -> bool:
    """Return whether so many rows have a place of this version for every language of the interface."""
    return all([await table.count().where(in_order_for(table, language)) == number for language in SUPPORTED_LANGUAGES])


async def write_places(subject: Column, keys: Mapping[int, Callable[[str], bytes]]) -> set[int]:
    """Write the places of some rows that are not stored as this version makes them, inside the caller's transaction; return whose.

    `keys` gives by the id of a row what makes its key for a language.
    """
    table: Any = table_of(subject)
    stored = {_comparable(row) for row in await _stored_places(subject)([*keys])}
    _, name = place_of(subject)
    made = {
        number: [{name: number, "language": language, "icu_version": icu_version(), "key": key_in(language)} for language in SUPPORTED_LANGUAGES]
        for number, key_in in keys.items()
    }
    different = {number for number, *_ in stored ^ {_comparable(row) for rows in made.values() for row in rows}}
    if stored and different:
        await table.delete().where(among(subject, different))
    await put_rows(table, [row for number in sorted(different) for row in made[number]])
    return different


@cache
def _stored_places(subject: Column) -> Callable[..., Awaitable[list[Any]]]:
    table: Any = table_of(subject)

    @prepared
    def places(subjects: Collection[int]) -> Select[Any]:
        query: Select[Any] = table.select(subject, table.language, table.icu_version, table.key).where(among(subject, subjects))
        return query

    return places


def _comparable(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (*list(row.values())[:-1], bytes(row["key"]))
