"""The day from which a delivery without an answer stands among what is due."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Date
from piccolo.table import Table

ID = "2026-11-30T05:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "awaited answers"


class TimelineEntry(Table, tablename="timeline_entry"):
    remind_on = Date(null=True, default=None)


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    column = TimelineEntry.remind_on
    manager.add_column(
        table_class_name="TimelineEntry",
        tablename="timeline_entry",
        column_name="remind_on",
        db_column_name="remind_on",
        column_class_name="Date",
        column_class=Date,
        params=column._meta.params,
    )
    return manager
