"""Indices of orders and of words in lists of the desk: who is waited for, abandoned drafts, what one person did and what is about one thing."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T10:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "orders of lists"
INDICES = {
    "chase_row_awaited": "chase_row (memorandum, awaited_since, organisation)",
    "memorandum_text_state": "memorandum (text_state)",
    "trail_entry_person": "trail_entry (memorandum, coordinator, id)",
    "trail_entry_about": "trail_entry (memorandum, about, id)",
}


class Memorandum(Table, tablename="memorandum"):
    """Runs SQL on the engine of the migrations."""


async def add_indices() -> None:
    """Add the indices."""
    for name, columns in INDICES.items():
        await Memorandum.raw(f"CREATE INDEX {name} ON {columns}")


async def remove_indices() -> None:
    """Remove them."""
    for name in INDICES:
        await Memorandum.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Add the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_indices)
    manager.add_raw_backwards(remove_indices)
    return manager
