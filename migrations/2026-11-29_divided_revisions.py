"""How the text of each revision is divided into blocks; `coalition migrate` fills the columns after this."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Bytea, Integer
from piccolo.table import Table

ID = "2026-11-29T16:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "divided revisions"


class Revision(Table, tablename="revision"):
    divided = Bytea(null=False, default=b"")
    rules = Integer(null=False, default=0)


async def forwards() -> MigrationManager:
    """Widen the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
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
