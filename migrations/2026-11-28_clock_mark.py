"""The latest time that the database has seen."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Timestamptz
from piccolo.table import Table

ID = "2026-11-28T10:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "clock mark"


class ClockMark(Table, tablename="clock_mark"):
    latest = Timestamptz(null=False)


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("ClockMark", tablename="clock_mark")
    for column in ClockMark._meta.non_default_columns:
        manager.add_column(
            table_class_name="ClockMark",
            tablename="clock_mark",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
