"""The places of accounts in lists, by the reader's language; `coalition migrate` fills the table afterwards."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Bytea, ForeignKey, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T11:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "account places"


class Coordinator(Table, tablename="coordinator"):
    pass


class AccountPlace(Table, tablename="account_place"):
    language = Varchar(35, null=False)
    icu_version = Varchar(20, null=False)
    key = Bytea(null=False, default=b"")
    coordinator = ForeignKey(Coordinator, null=False, on_delete=OnDelete.cascade, index=False)


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("AccountPlace", tablename="account_place")
    for column in AccountPlace._meta.non_default_columns:
        manager.add_column(
            table_class_name="AccountPlace",
            tablename="account_place",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
