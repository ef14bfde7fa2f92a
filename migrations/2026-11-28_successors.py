"""The organisation that did an act as the successor of the one that signed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-28T15:32:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "successors"


class Organisation(Table, tablename="organisation"):
    pass


class Act(Table, tablename="act"):
    successor = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict)


async def forwards() -> MigrationManager:
    """Widen the table; every act on record was done by its organisation itself."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for column in Act._meta.non_default_columns:
        manager.add_column(
            table_class_name=Act.__name__,
            tablename=Act._meta.tablename,
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
