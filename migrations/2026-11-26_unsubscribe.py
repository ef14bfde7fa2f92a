"""A letter may hold the address by which it is stopped with one click."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Varchar
from piccolo.table import Table

ID = "2026-11-26T01:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "unsubscribe"


class Letter(Table, tablename="letter"):
    unsubscribe = Varchar(500, null=False, default="")


async def forwards() -> MigrationManager:
    """Widen the outgoing tray."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    column = Letter._meta.non_default_columns[0]
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
