"""The numbers by which the search knows statements, whose own ids are no numbers."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, ForeignKey
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T11:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "statements that can be searched"


class Statement(Table, tablename="statement"):
    id = UUID(primary_key=True)


class SearchedStatement(Table, tablename="searched_statement"):
    statement = ForeignKey(Statement, null=False, unique=True, on_delete=OnDelete.cascade)


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    table = SearchedStatement
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
