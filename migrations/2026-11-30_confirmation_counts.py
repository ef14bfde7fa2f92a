"""Counters of the confirmations that are awaited, by the day since which they are: what is due is read from them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Date, ForeignKey, Integer, Serial
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-30T06:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "confirmation counts"


class Memorandum(Table, tablename="memorandum"):
    id: Serial


class ConfirmationCount(Table, tablename="confirmation_count"):
    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    awaited_on = Date(null=False)
    n = Integer(null=False)


async def forwards() -> MigrationManager:
    """Make the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in (ConfirmationCount,):
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
