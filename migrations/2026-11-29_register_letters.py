"""Indices by which the newest letters about the register are read by kind, and by kind and state."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T10:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "letters about the register"

_INDICES = {
    "letter_register_kind_id": "letter (kind, id) WHERE memorandum IS NULL",
    "letter_register_kind_state_id": "letter (kind, state, id) WHERE memorandum IS NULL",
}


class Letter(Table, tablename="letter"):
    """Runs SQL on the engine of the migrations."""


async def add_indices() -> None:
    """Make the indices."""
    for name, columns in _INDICES.items():
        await Letter.raw(f"CREATE INDEX {name} ON {columns}")


async def remove_indices() -> None:
    """Take the indices back."""
    for name in _INDICES:
        await Letter.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Add the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_indices)
    manager.add_raw_backwards(remove_indices)
    return manager
