"""Lists of the desk are read from indices: the memoranda of a person, those that close soon, and those where something waits."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-28T19:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "desk list indices"
INDICES = {
    "memorandum_member_person": "memorandum_member (coordinator, memorandum)",
    "memorandum_closing": "memorandum (signing_state, closes_on)",
    "chase_count_state": "chase_count (state, memorandum)",
    "signing_request_waiting": "signing_request (memorandum) WHERE confirmed_at IS NOT NULL AND decided_at IS NULL",
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
