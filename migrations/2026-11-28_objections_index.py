"""An index of the few statements that object to another: a page reads the objections to its reservations only."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-28T20:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "objections index"


class Statement(Table, tablename="statement"):
    """Runs SQL on the engine of the migrations."""


async def add_index() -> None:
    """Add the index; SQLite takes an index on a column that is nearly always empty for useless, so it holds rows with a value only."""
    await Statement.raw("CREATE INDEX statement_objects_to ON statement (objects_to, number) WHERE objects_to IS NOT NULL")


async def remove_index() -> None:
    """Remove it."""
    await Statement.raw("DROP INDEX statement_objects_to")


async def forwards() -> MigrationManager:
    """Add the index."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_index)
    manager.add_raw_backwards(remove_index)
    return manager
