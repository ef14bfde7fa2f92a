"""Addressees of memoranda, and the entries of their timelines."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-30T02:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "deliveries"


class Memorandum(Table, tablename="memorandum"):
    id = Serial(primary_key=True)


class Organisation(Table, tablename="organisation"):
    id = Serial(primary_key=True)


class Addressee(Table, tablename="addressee"):
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    number = Integer(null=False)
    place = Integer(null=False)
    organisation = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    link = Varchar(500, null=False, default="")


class AddresseeName(Table, tablename="addressee_name"):
    addressee = ForeignKey(Addressee, null=False, on_delete=OnDelete.cascade)
    language = Varchar(35, null=False)
    name = Varchar(300, null=False)
    office = Varchar(300, null=False, default="")


class TimelineEntry(Table, tablename="timeline_entry"):
    key = Varchar(36, null=False, unique=True)
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    kind = Varchar(20, null=False)
    addressee = ForeignKey(Addressee, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    day = Varchar(10, null=False)
    way = Varchar(20, null=False, default="")
    deliverer = Varchar(300, null=False, default="")
    organisation = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    silent = Boolean(null=False, default=False)
    remark = Varchar(300, null=False, default="")
    link = Varchar(500, null=False, default="")
    document = Varchar(300, null=False, default="")
    note = Text(null=False, default="")
    state = Varchar(20, null=False, default="private")
    published_on = Date(null=True, default=None)
    changed_on = Date(null=True, default=None)
    withdrawn_on = Date(null=True, default=None)
    saved_at = Timestamptz(null=False)


class EntryText(Table, tablename="entry_text"):
    entry = ForeignKey(TimelineEntry, null=False, on_delete=OnDelete.cascade)
    language = Varchar(35, null=False)
    title = Varchar(300, null=False, default="")
    text = Text(null=False, default="")


TABLES = (Addressee, AddresseeName, TimelineEntry, EntryText)


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
