"""The versions of what public pages are about, and the processes that serve them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import BigInt, Integer, Varchar
from piccolo.table import Table

ID = "2026-11-28T18:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "page versions"


class PageSubject(Table, tablename="page_subject"):
    subject = Varchar(80, null=False, unique=True)
    version = BigInt(null=False, default=0, index=True)


class PageProcess(Table, tablename="page_process"):
    name = Varchar(32, null=False, unique=True)
    beats = Integer(null=False, default=0)
    confirmed = BigInt(null=False, default=0)


async def forwards() -> MigrationManager:
    """Add the tables."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in (PageSubject, PageProcess):
        manager.add_table(table.__name__, tablename=table._meta.tablename)
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
