"""Whether the keyring fits the database."""

from __future__ import annotations

from coalition.keys.keyring import keyring
from coalition.keys.queries import keys_in_use


async def missing_keys() -> set[str]:
    """Return the ids of the keys under which values are encrypted and which the keyring lacks.

    Raises:
        KeyringUnusable: the keyring cannot be used.

    """
    return await keys_in_use() - keyring().keys.keys()
