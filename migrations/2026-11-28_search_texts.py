"""What the search compares with; `coalition migrate` fills the table afterwards."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Integer, Text, Varchar
from piccolo.table import Table

ID = "2026-11-28T18:22:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "search texts"


class SearchText(Table, tablename="search_text"):
    kind = Varchar(20, null=False)
    subject = Integer(null=False)
    text = Text(null=False, default="")


async def forwards() -> MigrationManager:
    """Add the table; drop the column that the search compared with before."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("SearchText", tablename="search_text")
    for column in SearchText._meta.non_default_columns:
        manager.add_column(
            table_class_name="SearchText",
            tablename="search_text",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    manager.drop_column(table_class_name="Organisation", tablename="organisation", column_name="search_key", db_column_name="search_key")
    return manager
