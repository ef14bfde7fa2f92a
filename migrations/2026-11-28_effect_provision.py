"""The provision by which a memorandum takes effect."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Varchar
from piccolo.table import Table

ID = "2026-11-28T15:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "effect provision"


class Memorandum(Table, tablename="memorandum"):
    effect_provision = Varchar(80, null=False, default="")


async def forwards() -> MigrationManager:
    """Widen the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for column in Memorandum._meta.non_default_columns:
        manager.add_column(
            table_class_name=Memorandum.__name__,
            tablename=Memorandum._meta.tablename,
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
