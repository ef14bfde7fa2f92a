"""Files that prove an entry of a timeline, encrypted in pieces."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-30T05:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "entry files"


class TimelineEntry(Table, tablename="timeline_entry"):
    id = Serial(primary_key=True)


class EntryFile(Table, tablename="entry_file"):
    key = Varchar(36, null=False, unique=True)
    entry = ForeignKey(TimelineEntry, null=False, on_delete=OnDelete.cascade)
    number = Integer(null=False)
    kind = Varchar(10, null=False)
    name = Text(null=False, default="")
    size = Integer(null=False)
    added_at = Timestamptz(null=False)


class EntryFilePiece(Table, tablename="entry_file_piece"):
    key = Varchar(36, null=False, unique=True)
    file = ForeignKey(EntryFile, null=False, on_delete=OnDelete.cascade, index=True)
    content = Text(null=False, default="")


TABLES = (EntryFile, EntryFilePiece)


async def forwards() -> MigrationManager:
    """Add the tables."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in TABLES:
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
