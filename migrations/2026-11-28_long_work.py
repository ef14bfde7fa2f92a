"""Work on many rows that is not done yet."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Integer, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

ID = "2026-11-28T18:37:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "long work"


class LongWork(Table, tablename="long_work"):
    id: Serial
    kind = Varchar(60, null=False)
    memorandum = Integer(null=False, index=True)
    task = Text(null=False, default="{}")
    place = Integer(null=False, default=0)
    done = Integer(null=False, default=0)
    total = Integer(null=False, default=0)
    steps = Integer(null=False, default=1)
    begun_at = Timestamptz(null=False)
    actor_kind = Varchar(20, null=False, default="")
    coordinator = Integer(null=True, default=None)
    token = Integer(null=True, default=None)


async def forwards() -> MigrationManager:
    """Make the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in (LongWork,):
        manager.add_table(table.__name__, tablename=table._meta.tablename)
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
    return manager
