"""The shapes of names, by which names that look alike are found."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-28T13:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "shapes of names"


class Organisation(Table, tablename="organisation"):
    pass


class NameShape(Table, tablename="name_shape"):
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    shape = Varchar(400, null=False, index=True)


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("NameShape", tablename="name_shape")
    for column in NameShape._meta.non_default_columns:
        manager.add_column(
            table_class_name="NameShape",
            tablename="name_shape",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
