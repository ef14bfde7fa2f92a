"""Statements on the entries of the search for everybody and their words; only what everybody may read has entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.database import AdvisoryLock, among, execute, hold, is_postgres, prepared, whole
from coalition.search.tables import SearchEntry, SearchWord

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from piccolo.query import Select

    from coalition.search.tables import Section

_AT_ONCE = 8000  # rows of few columns in one statement
_COUNT = (
    "INSERT INTO search_word (section, word, entries) VALUES PLACES "
    "ON CONFLICT (section, word) DO UPDATE SET entries = search_word.entries + excluded.entries RETURNING id, word, entries"
)


async def lock_words() -> None:
    """Let nobody else write entries until the transaction ends (SQLite has one writer at a time)."""
    await hold(AdvisoryLock.WORDS_OF_THE_SEARCH)


async def stored_entries(section: Section, subjects: Iterable[int]) -> list[dict[str, Any]]:
    """Return the entries of some rows as they are stored."""
    return await _stored_entries(section.value, [*subjects])


@prepared
def _stored_entries(section: str, subjects: Collection[int]) -> Select[SearchEntry]:
    these = (SearchEntry.section == section) & among(SearchEntry.subject, subjects)
    return SearchEntry.select(whole(SearchEntry)).where(these).order_by(SearchEntry.id)


async def add_entries(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert entries; return their ids in the same order."""
    if not rows:
        return []
    [last] = await execute("SELECT COALESCE(MAX(id), 0) AS id FROM search_entry")
    names = ",".join(rows[0])
    ids = range(last["id"] + 1, last["id"] + 1 + len(rows))
    numbered = [(number, *row.values()) for number, row in zip(ids, rows, strict=True)]
    await _insert(f"INSERT INTO search_entry (id, {names}) VALUES PLACES", numbered)  # noqa: S608 -- names of columns
    return list(ids)


async def delete_entries(ids: Sequence[int]) -> None:
    """Delete entries."""
    if ids:
        await SearchEntry.delete().where(among(SearchEntry.id, ids))


async def count_words(section: Section, change: Mapping[str, int]) -> list[dict[str, Any]]:
    """Add to the numbers of entries that words have; return the words with their ids and new numbers."""
    rows = [(section.value, word, number) for word, number in sorted(change.items())]
    return await _insert(_COUNT, rows)


async def add_places(places: Sequence[tuple[int, int]]) -> None:
    """Insert in which entries words stand."""
    await _insert("INSERT INTO search_index_places (word, entry) VALUES PLACES", places)


async def add_keys(keys: Sequence[tuple[bytes, int]]) -> None:
    """Insert by which keys words are found."""
    await _insert("INSERT INTO search_index_keys (key, word) VALUES PLACES", keys)


async def delete_places(places: Sequence[tuple[int, int]]) -> None:
    """Delete that words stand in entries."""
    await _delete("search_index_places", {"word": "INTEGER", "entry": "INTEGER"}, places)


async def delete_words(keys: Mapping[int, Iterable[bytes]]) -> None:
    """Delete words (ids) with their keys."""
    await _delete("search_index_keys", {"key": "BYTEA", "word": "INTEGER"}, [(key, word) for word, of_word in keys.items() for key in of_word])
    if keys:
        await SearchWord.delete().where(among(SearchWord.id, keys))


async def _insert(sql: str, rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    returned = []
    most = _AT_ONCE if rows and len(rows[0]) <= 3 else _AT_ONCE // 4  # noqa: PLR2004 -- columns; engines bound the number of values
    for start in range(0, len(rows), most):
        part = rows[start : start + most]
        returned += await execute(sql.replace("PLACES", _places(part)), *(value for row in part for value in row))
    return returned


async def _delete(table: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
    """Delete rows of a table that are given by the columns of its key; names of the table, its columns and their types come from this module."""
    typed = ",".join(f"{{}}::{kind}" if is_postgres() else "{}" for kind in columns.values())
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        values = ",".join([f"({typed})"] * len(part))
        sql = f"DELETE FROM {table} WHERE ({','.join(columns)}) IN (VALUES {values})"  # noqa: S608
        await execute(sql, *(value for row in part for value in row))


def _places(rows: Sequence[Sequence[Any]]) -> str:
    return ",".join([f"({','.join(['{}'] * len(rows[0]))})"] * len(rows))
