"""Contacts of parties that want letters about a timeline, and the moments from which letters tell of its entries."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey, Integer, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-30T05:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "timeline subscribers"


class Memorandum(Table, tablename="memorandum"):
    id = Serial(primary_key=True)


class Organisation(Table, tablename="organisation"):
    id = Serial(primary_key=True)


class Contact(Table, tablename="contact"):
    id = Serial(primary_key=True)


class TimelineSubscriber(Table, tablename="timeline_subscriber"):
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    contact = ForeignKey(Contact, null=False, on_delete=OnDelete.cascade, index=True)
    token_hash = Varchar(64, null=False, unique=True)
    written_until = Timestamptz(null=False)
    written_before = Timestamptz(null=True, default=None)
    letter = Integer(null=True, default=None)


class TimelineEntry(Table, tablename="timeline_entry"):
    letters_at = Timestamptz(null=True, default=None)


async def forwards() -> MigrationManager:
    """Add the table and the column."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table(TimelineSubscriber.__name__, tablename=TimelineSubscriber._meta.tablename)
    columns = [*TimelineSubscriber._meta.non_default_columns, TimelineEntry.letters_at]
    for column in columns:
        manager.add_column(
            table_class_name=column._meta.table.__name__,
            tablename=column._meta.table._meta.tablename,
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
