"""Forums and programmes that are archived leave the lists and menus of the desk; none is archived by the upgrade."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean
from piccolo.table import Table

ID = "2026-11-29T10:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "archived forums and programmes"


class Programme(Table, tablename="programme"):
    archived = Boolean(null=False, default=False)


class Forum(Table, tablename="forum"):
    archived = Boolean(null=False, default=False)


async def forwards() -> MigrationManager:
    """Add the column to both tables."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in (Programme, Forum):
        column = table.archived
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
