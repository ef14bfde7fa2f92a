"""Reads of encrypted values as they are stored; nobody is shown one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.keys.columns import ENCRYPTED_COLUMNS, KEY_ID_DIGITS

if TYPE_CHECKING:
    from coalition.keys.columns import EncryptedColumn


async def values_under_other_keys(column: EncryptedColumn, key_id: str, *, limit: int) -> list[tuple[str, str]]:
    """Return some rows of a column with their ciphertexts, if these are not under one key."""
    others = (column.column != "") & column.column.not_like(f"{key_id}.%")
    rows = await column.table.select(column.row.as_alias("row"), column.column.as_alias("value")).where(others).limit(limit)
    return [(row["row"], row["value"]) for row in rows]


async def keys_in_use() -> set[str]:
    """Return the ids of the keys under which values are encrypted."""
    used: set[str] = set()
    for column in ENCRYPTED_COLUMNS:
        statement = f"SELECT DISTINCT substr({column.name}, 1, {KEY_ID_DIGITS}) AS key_id FROM {column.table_name} WHERE {column.name} <> ''"  # noqa: S608
        rows = await column.table.raw(statement)
        used |= {row["key_id"] for row in rows}
    return used
