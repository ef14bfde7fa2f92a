"""The keys of names, by which names that are nearly the same are found; `coalition migrate` fills the table afterwards."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import BigInt, ForeignKey
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T04:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "keys of names"


class Organisation(Table, tablename="organisation"):
    pass


class NearKey(Table, tablename="near_key"):
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    key = BigInt(null=False, index=True)


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("NearKey", tablename="near_key")
    for column in NearKey._meta.non_default_columns:
        manager.add_column(
            table_class_name="NearKey",
            tablename="near_key",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
