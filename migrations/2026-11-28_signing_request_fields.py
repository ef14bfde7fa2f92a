"""The English name and the kind of an organisation that asks to sign."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Varchar
from piccolo.table import Table

ID = "2026-11-28T15:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "signing request fields"


class SigningRequest(Table, tablename="signing_request"):
    english_name = Varchar(300, null=False, default="")
    kind = Varchar(30, null=False, default="ngo")


async def forwards() -> MigrationManager:
    """Widen the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for column in SigningRequest._meta.non_default_columns:
        manager.add_column(
            table_class_name="SigningRequest",
            tablename="signing_request",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
