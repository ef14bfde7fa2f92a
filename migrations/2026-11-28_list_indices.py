"""An index for the requests to sign in the order of their list: what waits, then the newest."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-28T20:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "list indices"
INDICES = {
    "signing_request_place": "signing_request (memorandum, (CASE WHEN decided_at IS NULL THEN 4294967296 + id ELSE id END)) "
    "WHERE confirmed_at IS NOT NULL",
}


class SigningRequest(Table, tablename="signing_request"):
    """Runs SQL on the engine of the migrations."""


async def add_indices() -> None:
    """Add the indices."""
    for name, columns in INDICES.items():
        await SigningRequest.raw(f"CREATE INDEX {name} ON {columns}")


async def remove_indices() -> None:
    """Remove them."""
    for name in INDICES:
        await SigningRequest.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Add the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_indices)
    manager.add_raw_backwards(remove_indices)
    return manager
