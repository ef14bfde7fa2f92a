"""Urgent appeals, and the moment at which a memorandum closes on its last day."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Date, ForeignKey, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-30T04:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "appeals"


class Organisation(Table, tablename="organisation"):
    id = Serial(primary_key=True)


class Memorandum(Table, tablename="memorandum"):
    closes_at = Timestamptz(null=True, default=None)


class Appeal(Table, tablename="appeal"):
    memorandum = ForeignKey(Memorandum, null=False, unique=True, on_delete=OnDelete.cascade)
    zone = Varchar(60, null=False)
    sent_at = Timestamptz(null=True, default=None)


class AppealText(Table, tablename="appeal_text"):
    appeal = ForeignKey(Appeal, null=False, on_delete=OnDelete.cascade)
    language = Varchar(35, null=False)
    about = Text(null=False)
    asked = Text(null=False)


class AppealNetwork(Table, tablename="appeal_network"):
    appeal = ForeignKey(Appeal, null=False, on_delete=OnDelete.cascade)
    network = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)


class NamedPerson(Table, tablename="named_person"):
    appeal = ForeignKey(Appeal, null=False, unique=True, on_delete=OnDelete.cascade)
    key = Varchar(32, null=False, unique=True)
    names = Text(null=False, default="")
    means = Text(null=False, default="")
    purpose = Text(null=False, default="")
    agreed = Varchar(10, null=False)
    until = Date(null=True, default=None)
    taken_back_on = Date(null=True, default=None)


TABLES = (Appeal, AppealText, AppealNetwork, NamedPerson)


async def forwards() -> MigrationManager:
    """Add the tables and the column."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in TABLES:
        manager.add_table(table.__name__, tablename=table._meta.tablename)
    for table in (Memorandum, *TABLES):
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
