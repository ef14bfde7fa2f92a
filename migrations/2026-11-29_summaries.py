"""Summaries of memoranda, one for each language."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T12:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "summaries"


class Memorandum(Table, tablename="memorandum"):
    id = Serial(primary_key=True)


class Summary(Table, tablename="summary"):
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    language = Varchar(35, null=False)
    text = Varchar(1000, null=False)
    saved_at = Timestamptz(null=False)


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("Summary", tablename="summary")
    for column in Summary._meta.non_default_columns:
        manager.add_column(
            table_class_name="Summary",
            tablename="summary",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
