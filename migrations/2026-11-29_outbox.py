"""What a letter is about, and what became of it after it was sent."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Integer, Timestamptz, Varchar
from piccolo.table import Table

ID = "2026-11-29T04:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "outbox"


class Letter(Table, tablename="letter"):
    kind = Varchar(40, null=False, default="")
    memorandum = Integer(null=True, default=None)
    organisation = Integer(null=True, default=None)
    remark = Varchar(20, null=False, default="")
    reported_at = Timestamptz(null=True, default=None)


async def forwards() -> MigrationManager:
    """Add the columns."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for column in Letter._meta.non_default_columns:
        manager.add_column(
            table_class_name="Letter",
            tablename="letter",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
