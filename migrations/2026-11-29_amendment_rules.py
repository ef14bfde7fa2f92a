"""Amendments of a memorandum have different numbers once they are handed in, and an organisation co-sponsors one once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T14:30:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of amendments"

_INDICES = {
    "amendment_number": "amendment (memorandum, number) WHERE number > 0",
    "co_sponsor_of_amendment": "co_sponsor (amendment, organisation) WHERE withdrawn_at IS NULL",
}
_ORDERS = {"amendment_of_provision": "amendment (memorandum, provision)"}


class Amendment(Table, tablename="amendment"):
    pass


async def create_indices() -> None:
    """Create the indices."""
    for name, columns in _INDICES.items():
        await Amendment.raw(f"CREATE UNIQUE INDEX {name} ON {columns}")
    for name, columns in _ORDERS.items():
        await Amendment.raw(f"CREATE INDEX {name} ON {columns}")


async def drop_indices() -> None:
    """Drop the indices."""
    for name in (*_INDICES, *_ORDERS):
        await Amendment.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Add the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(create_indices)
    manager.add_raw_backwards(drop_indices)
    return manager
