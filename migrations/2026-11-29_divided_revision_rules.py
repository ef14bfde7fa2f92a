"""An index by which the revisions that other rules divided are read."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T16:20:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of divided revisions"


class Revision(Table, tablename="revision"):
    """Runs SQL on the engine of the migrations."""


async def add_index() -> None:
    """Add the index."""
    await Revision.raw("CREATE INDEX revision_rules ON revision (rules)")


async def remove_index() -> None:
    """Remove it."""
    await Revision.raw("DROP INDEX revision_rules")


async def forwards() -> MigrationManager:
    """Add the index."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_index)
    manager.add_raw_backwards(remove_index)
    return manager
