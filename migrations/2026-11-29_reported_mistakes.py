"""Mistakes in records that anybody reports."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T12:00:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "reported mistakes"


class Memorandum(Table, tablename="memorandum"):
    id = Serial(primary_key=True)


class Organisation(Table, tablename="organisation"):
    id = Serial(primary_key=True)


class ReportedMistake(Table, tablename="reported_mistake"):
    memorandum = ForeignKey(Memorandum, null=True, default=None, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    mistake = Varchar(20, null=False)
    words = Varchar(2000, null=False, default="")
    email = Varchar(254, null=False, default="")
    language = Varchar(35, null=False)
    reported_at = Timestamptz(null=False, index=True)
    answered_at = Timestamptz(null=True, default=None)
    answer = Varchar(2000, null=False, default="")
    answer_hash = Varchar(64, null=True, default=None, unique=True)


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("ReportedMistake", tablename="reported_mistake")
    for column in ReportedMistake._meta.non_default_columns:
        manager.add_column(
            table_class_name="ReportedMistake",
            tablename="reported_mistake",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
