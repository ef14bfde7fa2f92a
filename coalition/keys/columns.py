"""Encrypted columns: a value is bound to its table, row and column, so that a ciphertext cannot be moved to another place."""

from __future__ import annotations

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING

from coalition.database import place_of
from coalition.keys.keyring import KeyringUnusable, keyring

if TYPE_CHECKING:
    from piccolo.columns import Column
    from piccolo.table import Table

KEY_ID_DIGITS = 8
NONCE_BYTES = 12
ENCRYPTED_COLUMNS: list[EncryptedColumn] = []


class EncryptedColumn:
    """A text column whose values are encrypted (AES-256-GCM) as `<key id>.<base64url of nonce and ciphertext>`; an empty text stays empty.

    `row` is the column that identifies a row before it is inserted and never changes.
    """

    def __init__(self, table: type[Table], column: Column, *, row: Column) -> None:
        """Describe one column."""
        self.table = table
        self.column = column
        self.row = row
        self.table_name, self.name = place_of(column)
        self._place_begin, self._place_end = f"[{json.dumps(self.table_name)}, ", f", {json.dumps(self.name)}]"

    def encrypt(self, value: str, row: str) -> str:
        """Return the ciphertext of a value of a row, under the current key.

        Raises:
            KeyringUnusable: the keyring cannot be used.

        """
        if not value:
            return ""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        keys = keyring()
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + AESGCM(keys.keys[keys.current]).encrypt(nonce, value.encode(), self._place(row))
        return f"{keys.current}.{urlsafe_b64encode(sealed).decode()}"

    def decrypt(self, value: str, row: str) -> str:
        """Return the value of a row.

        Raises:
            KeyringUnusable: the keyring lacks the key, or the ciphertext was altered or belongs to another place.

        """
        if not value:
            return ""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key_id, _, encoded = value.partition(".")
        key = keyring().key(key_id)
        try:
            sealed = urlsafe_b64decode(encoded)
            return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._place(row)).decode()
        except (InvalidTag, ValueError) as error:
            msg = f"A value of {self.table_name}.{self.name} was altered, or belongs to another row."
            raise KeyringUnusable(msg) from error

    def _place(self, row: str) -> bytes:
        """Return the associated data; a JSON list, because joined names would be ambiguous."""
        return f"{self._place_begin}{json.dumps(row)}{self._place_end}".encode()


def encrypted_columns(table: type[Table], *columns: Column, row: Column) -> tuple[EncryptedColumn, ...]:
    """Describe the encrypted columns of a table, beside the table, and let the rotation of the keys know them."""
    described = tuple(EncryptedColumn(table, column, row=row) for column in columns)
    ENCRYPTED_COLUMNS.extend(described)
    return described
