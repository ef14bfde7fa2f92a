"""Whether anything refers to a row, so that it can be deleted without loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database.piccolo_internals import references_to, table_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from piccolo.table import Table


async def is_referred_to(table: type[Table], number: int, own: Collection[type[Table]]) -> bool:
    """Return whether a row (its id) has references from any table but those that belong to it (for operations only)."""
    for column in references_to(table):
        if table_of(column) not in own and await table_of(column).exists().where(column == number):
            return True
    return False
