"""The trail of what was done and read at the desk."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Date, Integer, Varchar
from piccolo.table import Table

ID = "2026-11-28T12:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "trail"


class TrailEntry(Table, tablename="trail_entry"):
    actor_kind = Varchar(20, null=False)
    coordinator = Integer(null=True, default=None)
    token = Integer(null=True, default=None)
    act = Varchar(40, null=False)
    about = Varchar(120, null=False, default="")
    memorandum = Integer(null=True, default=None)
    day = Date(null=False)
    previous = Varchar(64, null=False, unique=True)
    hash = Varchar(64, null=False)


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("TrailEntry", tablename="trail_entry")
    for column in TrailEntry._meta.non_default_columns:
        manager.add_column(
            table_class_name="TrailEntry",
            tablename="trail_entry",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
