"""The host of the installation, and who answers for a text."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, ForeignKey, Text, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T04:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "host"


class Host(Table, tablename="host"):
    address = Text(null=False, default="")
    website = Varchar(500, null=False, default="")
    email = Varchar(254, null=False, default="")
    phone = Varchar(100, null=False, default="")


class HostText(Table, tablename="host_text"):
    host = ForeignKey(Host, null=False, on_delete=OnDelete.cascade)
    language = Varchar(35, null=False, unique=True)
    name = Varchar(300, null=False, default="")
    short_name = Varchar(100, null=False, default="")
    sender = Varchar(100, null=False, default="")
    checking = Text(null=False, default="")
    about = Text(null=False, default="")


class MemorandumMember(Table, tablename="memorandum_member"):
    answers = Boolean(null=False, default=False)


async def forwards() -> MigrationManager:
    """Add the tables and the columns."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in (Host, HostText):
        manager.add_table(table.__name__, tablename=table._meta.tablename)
    for table in (Host, HostText, MemorandumMember):
        for column in table._meta.non_default_columns:
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
