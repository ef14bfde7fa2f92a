"""Each person has one unsaved text for each text or provision."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T13:50:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of unsaved texts"


class UnsavedText(Table, tablename="unsaved_text"):
    pass


async def create_index() -> None:
    """Create the index."""
    await UnsavedText.raw("CREATE UNIQUE INDEX unsaved_text_of_person ON unsaved_text (coordinator, edition, language, provision)")


async def drop_index() -> None:
    """Drop the index."""
    await UnsavedText.raw("DROP INDEX unsaved_text_of_person")


async def forwards() -> MigrationManager:
    """Add the index."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(create_index)
    manager.add_raw_backwards(drop_index)
    return manager
