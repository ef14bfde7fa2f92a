"""Rows of signatures name the editions of the rows that come before them, so that none changes when an edition is superseded."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Text
from piccolo.table import Table

ID = "2026-11-28T19:21:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "edition parts"


class Standing(Table, tablename="standing"):
    line_behind = Text(null=False, default="")
    current_behind = Text(null=False, default="")


class StandingCount(Table, tablename="standing_count"):
    behind = Text(null=False, default="")


async def forwards() -> MigrationManager:
    """Add the columns; drop the one that they replace."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in (Standing, StandingCount):
        for column in table._meta.non_default_columns:
            manager.add_column(
                table_class_name=table.__name__,
                tablename=table._meta.tablename,
                column_name=column._meta.name,
                db_column_name=column._meta.db_column_name,
                column_class_name=type(column).__name__,
                column_class=type(column),
                params=column._meta.params,
            )
    manager.drop_column(table_class_name="Standing", tablename="standing", column_name="is_current", db_column_name="is_current")
    return manager
