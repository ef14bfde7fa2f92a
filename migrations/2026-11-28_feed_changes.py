"""When the title of a memorandum's feed changed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Date, Integer, Varchar
from piccolo.table import Table

ID = "2026-11-28T17:42:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "feed changes"


class FeedChange(Table, tablename="feed_change"):
    memorandum = Varchar(80, null=False, index=True)
    changed_on = Date(null=False)
    step = Integer(null=False, default=0)


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("FeedChange", tablename="feed_change")
    for column in FeedChange._meta.non_default_columns:
        manager.add_column(
            table_class_name="FeedChange",
            tablename="feed_change",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
