"""A private link that came with an act keeps which."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID
from piccolo.table import Table

ID = "2026-11-26T02:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "links of acts"


class Link(Table, tablename="link"):
    act = UUID(null=True, default=None)


async def forwards() -> MigrationManager:
    """Widen the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for column in Link._meta.non_default_columns:
        manager.add_column(
            table_class_name="Link",
            tablename="link",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
