"""An import that stopped because whoever confirmed it may not go on with it, and whose turn it is."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Integer, Timestamptz
from piccolo.table import Table

ID = "2026-11-30T13:00:10:000000"
VERSION = "1.38.0"
DESCRIPTION = "stopped imports"


class Import(Table, tablename="import"):
    turn = Integer(null=False, default=0)
    stopped_at = Timestamptz(null=True, default=None)


async def forwards() -> MigrationManager:
    """Add the columns."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for column in Import._meta.non_default_columns:
        manager.add_column(
            table_class_name=Import.__name__,
            tablename=Import._meta.tablename,
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
