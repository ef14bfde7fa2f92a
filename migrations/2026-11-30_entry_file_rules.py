"""The number of a file stands once in its entry; apart, as raw steps run first."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-30T05:20:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of entry files"


class EntryFile(Table, tablename="entry_file"):
    """Runs SQL on the engine of the migrations."""


async def add_index() -> None:
    """Add the index."""
    await EntryFile.raw("CREATE UNIQUE INDEX entry_file_of_entry ON entry_file (entry, number)")


async def remove_index() -> None:
    """Remove it."""
    await EntryFile.raw("DROP INDEX entry_file_of_entry")


async def forwards() -> MigrationManager:
    """Add the index."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_index)
    manager.add_raw_backwards(remove_index)
    return manager
