"""Scans of entries of timelines that everybody sees, and their texts for whoever does not see them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Bytea, ForeignKey, Integer, Serial, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-30T08:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "scans of entries"


class TimelineEntry(Table, tablename="timeline_entry"):
    id = Serial(primary_key=True)
    scan = Varchar(64, null=False, default="")


class EntryText(Table, tablename="entry_text"):
    scan_text = Varchar(500, null=False, default="")


class EntryScan(Table, tablename="entry_scan"):
    entry = ForeignKey(TimelineEntry, null=False, on_delete=OnDelete.cascade, index=True)
    digest = Varchar(64, null=False)
    bytes = Integer(null=False)
    width = Integer(null=False)
    height = Integer(null=False)
    small_width = Integer(null=False)
    small_height = Integer(null=False)
    content = Bytea(null=False)
    small = Bytea(null=False)


async def forwards() -> MigrationManager:
    """Add the table and the columns."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("EntryScan", tablename="entry_scan")
    for table in (TimelineEntry, EntryText, EntryScan):
        for column in table._meta.non_default_columns:
            if column._meta.name == "id":
                continue
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
