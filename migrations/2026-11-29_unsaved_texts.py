"""Texts that are typed and not saved, and keys of provisions that are not given again."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T13:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "unsaved texts"


class Memorandum(Table, tablename="memorandum"):
    id = Serial(primary_key=True)


class Edition(Table, tablename="edition"):
    id = Serial(primary_key=True)


class Coordinator(Table, tablename="coordinator"):
    id = Serial(primary_key=True)


class RetiredProvision(Table, tablename="retired_provision"):
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    key = Varchar(80, null=False)


class UnsavedText(Table, tablename="unsaved_text"):
    edition = ForeignKey(Edition, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    provision = Varchar(80, null=False, default="")
    coordinator = ForeignKey(Coordinator, null=False, on_delete=OnDelete.cascade)
    title = Text(null=False, default="")
    text = Text(null=False, default="")
    base = Varchar(80, null=False, default="")
    saved_at = Timestamptz(null=False)


async def forwards() -> MigrationManager:
    """Add the tables."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in (RetiredProvision, UnsavedText):
        name, stored = table.__name__, table._meta.tablename
        manager.add_table(name, tablename=stored)
        for column in table._meta.non_default_columns:
            manager.add_column(
                table_class_name=name,
                tablename=stored,
                column_name=column._meta.name,
                db_column_name=column._meta.db_column_name,
                column_class_name=type(column).__name__,
                column_class=type(column),
                params=column._meta.params,
            )
    return manager
