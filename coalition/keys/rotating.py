"""Changing the key: every encrypted value is encrypted again under a new key, and the old keys are deleted."""

from __future__ import annotations

import asyncio

from coalition.database import execute, is_postgres, transaction
from coalition.keys.columns import ENCRYPTED_COLUMNS, EncryptedColumn
from coalition.keys.keyring import keyring, only_current, only_rotation, replace_keyring, with_new_key
from coalition.keys.queries import keys_in_use, values_under_other_keys

CHUNK = 200
# A transaction that read the old keyring has ended by then; it would otherwise write a value under a key that no longer exists.
SETTLING = 10.0


async def rotate(*, settling: float = SETTLING) -> int:
    """Make a new key, encrypt every value again, delete the old keys, and return the number of values.

    Servers and workers that run meanwhile take the new key from the file. If the process ends half-way, both keys stay in the keyring,
    nothing is lost, and the next rotation finishes the work.

    Raises:
        RotationRuns: another process rotates the keys.
        KeyringUnusable: the keyring cannot be read or written, or a value cannot be decrypted.

    """
    with only_rotation():
        replace_keyring(with_new_key(keyring()))
        count = await _encrypt_again()
        await asyncio.sleep(settling)
        count += await _encrypt_again()  # committed before the old keys are deleted
        while not await _old_keys_deleted():
            count += await _encrypt_again()
    return count


async def _old_keys_deleted() -> bool:
    """Delete the old keys, unless a value is still under one of them; no transaction writes a value meanwhile, and this one changes nothing."""
    async with transaction():
        await _stop_writers()
        if await keys_in_use() - {keyring().current}:
            return False
        replace_keyring(only_current(keyring()))
        return True


async def _stop_writers() -> None:
    """Let no other transaction write encrypted values until this one ends; SQLite has one writer anyway."""
    if is_postgres():
        tables = ", ".join(sorted({column.table_name for column in ENCRYPTED_COLUMNS}))
        await execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")


async def _encrypt_again() -> int:
    return sum([await _encrypt_column_again(column) for column in ENCRYPTED_COLUMNS])


async def _encrypt_column_again(column: EncryptedColumn) -> int:
    """Encrypt the values of one column that are not under the current key, some in each transaction; return their number."""
    count = 0
    while True:
        async with transaction():
            values = await values_under_other_keys(column, keyring().current, limit=CHUNK)
            for row, value in values:
                again = column.encrypt(column.decrypt(value, row), row)
                await column.table.update({column.column: again}).where((column.row == row) & (column.column == value))
        count += len(values)
        if len(values) < CHUNK:
            return count
