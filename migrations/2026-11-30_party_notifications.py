"""An index of the notifications about each organisation: a search for a name that few have reads them, and not all notifications."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-30T06:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "party notifications"


class Notification(Table, tablename="notification"):
    """Runs SQL on the engine of the migrations."""


async def add_index() -> None:
    """Add the index."""
    await Notification.raw("CREATE INDEX notification_of_party ON notification (organisation, year, number) WHERE organisation IS NOT NULL")


async def remove_index() -> None:
    """Remove it."""
    await Notification.raw("DROP INDEX notification_of_party")


async def forwards() -> MigrationManager:
    """Add the index."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_index)
    manager.add_raw_backwards(remove_index)
    return manager
