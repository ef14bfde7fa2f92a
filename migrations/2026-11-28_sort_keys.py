"""The places of organisations in lists, by the reader's language; `coalition migrate` fills the table afterwards."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Bytea, ForeignKey, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-28T18:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "sort keys"


class Organisation(Table, tablename="organisation"):
    pass


class SortKey(Table, tablename="sort_key"):
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=False)
    language = Varchar(35, null=False)
    icu_version = Varchar(20, null=False)
    key = Bytea(null=False, default=b"")


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("SortKey", tablename="sort_key")
    for column in SortKey._meta.non_default_columns:
        manager.add_column(
            table_class_name="SortKey",
            tablename="sort_key",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
