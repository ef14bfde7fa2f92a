"""Columns encrypted under keys outside the database: the keyring file, encryption of one value, rotation."""

from coalition.keys.columns import EncryptedColumn, encrypted_columns
from coalition.keys.keyring import KeyringUnusable, check_keyring

__all__ = ["EncryptedColumn", "KeyringUnusable", "check_keyring", "encrypted_columns"]
