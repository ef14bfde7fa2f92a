"""The blocks of a wording are stored as they were read, and the words of a correction as people read them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Integer, Text, Varchar
from piccolo.table import Table

ID = "2026-11-28T19:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "stored blocks"


class Placement(Table, tablename="placement"):
    kind = Varchar(20, null=False, default="")
    number = Text(null=False, default="")
    label = Varchar(80, null=False, default="")
    level = Integer(null=False, default=0)
    markdown = Text(null=False, default="")
    lines = Text(null=False, default="")
    rules = Integer(null=False, default=1)


class Correction(Table, tablename="correction"):
    before_words = Text(null=False, default="")
    after_words = Text(null=False, default="")


async def forwards() -> MigrationManager:
    """Add the columns."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for column in (column for table in (Placement, Correction) for column in table._meta.non_default_columns):
        table = column._meta.table
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
