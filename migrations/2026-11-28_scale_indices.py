"""Indices for lookups that read a whole table, which took as long as the register is large."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-28T18:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "scale indices"

_INDICES = {
    "letter_state": "letter (state, about)",
    "memorandum_forum": "memorandum (forum)",
    "memorandum_publicity": "memorandum (publicity)",
    "notification_party": "notification (memorandum, organisation)",
    "statement_organisation": "statement (organisation)",
}


class Statement(Table, tablename="act"):
    """Runs SQL on the engine of the migrations."""


async def add_indices() -> None:
    """Make the indices."""
    for name, columns in _INDICES.items():
        await Statement.raw(f"CREATE INDEX {name} ON {columns}")


async def remove_indices() -> None:
    """Take the indices back."""
    for name in _INDICES:
        await Statement.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Add the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_indices)
    manager.add_raw_backwards(remove_indices)
    return manager
