"""Indices by which reported mistakes are listed and counted; apart, because raw steps run before the tables."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T12:00:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "indices of reported mistakes"
INDICES = {
    "reported_mistake_place": "reported_mistake ((CASE WHEN answered_at IS NULL THEN 4294967296 + id ELSE id END))",
    "reported_mistake_waiting": "reported_mistake (memorandum) WHERE answered_at IS NULL",
}


class ReportedMistake(Table, tablename="reported_mistake"):
    """Runs SQL on the engine of the migrations."""


async def add_indices() -> None:
    """Add the indices."""
    for name, columns in INDICES.items():
        await ReportedMistake.raw(f"CREATE INDEX {name} ON {columns}")


async def remove_indices() -> None:
    """Remove them."""
    for name in INDICES:
        await ReportedMistake.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Add the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_indices)
    manager.add_raw_backwards(remove_indices)
    return manager
