"""A memorandum has one summary in a language."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T12:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of summaries"


class Summary(Table, tablename="summary"):
    pass


async def create_index() -> None:
    """Create the index."""
    await Summary.raw("CREATE UNIQUE INDEX summary_of_memorandum ON summary (memorandum, language)")


async def drop_index() -> None:
    """Drop the index."""
    await Summary.raw("DROP INDEX summary_of_memorandum")


async def forwards() -> MigrationManager:
    """Add the index."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(create_index)
    manager.add_raw_backwards(drop_index)
    return manager
