"""Revisions of wordings."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Bytea, ForeignKey, Integer, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T13:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "revisions"


class Wording(Table, tablename="wording"):
    id = Serial(primary_key=True)


class Coordinator(Table, tablename="coordinator"):
    id = Serial(primary_key=True)


class Revision(Table, tablename="revision"):
    wording = ForeignKey(Wording, null=False, on_delete=OnDelete.cascade)
    number = Integer(null=False)
    change = Varchar(32, null=False, index=True)
    kind = Varchar(20, null=False)
    provision = Varchar(80, null=False, default="")
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    saved_at = Timestamptz(null=False)
    content = Bytea(null=False, default=b"")


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("Revision", tablename="revision")
    for column in Revision._meta.non_default_columns:
        manager.add_column(
            table_class_name="Revision",
            tablename="revision",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
