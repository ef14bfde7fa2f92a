"""A kept table may be one of signatories of the past: of which memorandum, and known from where."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-26T01:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "past signatories"


class Memorandum(Table, tablename="memorandum"):
    pass


class Import(Table, tablename="import"):
    memorandum = ForeignKey(Memorandum, null=True, default=None, on_delete=OnDelete.cascade)
    source = Varchar(500, null=False, default="")


async def forwards() -> MigrationManager:
    """Widen the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for column in Import._meta.non_default_columns:
        manager.add_column(
            table_class_name="Import",
            tablename="import",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
