"""The search over everything that is public: its entries, and their words."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Integer, Text, Varchar
from piccolo.table import Table

ID = "2026-11-29T12:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "search for everybody"


class SearchEntry(Table, tablename="search_entry"):
    section = Varchar(20, null=False)
    subject = Integer(null=False)
    language = Varchar(35, null=False, default="")
    place = Varchar(80, null=False, default="")
    label = Varchar(80, null=False, default="")
    position = Integer(null=False, default=0)
    length = Integer(null=False, default=0)
    text = Text(null=False, default="")
    words = Text(null=False, default="")


class SearchWord(Table, tablename="search_word"):
    section = Varchar(20, null=False)
    word = Varchar(80, null=False)
    entries = Integer(null=False, default=0)


async def forwards() -> MigrationManager:
    """Add the tables."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in (SearchEntry, SearchWord):
        manager.add_table(table.__name__, tablename=table._meta.tablename)
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
