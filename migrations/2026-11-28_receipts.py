"""Whether an organisation was asked by an invitation, or the invitation only carries the private link of an act entered on its behalf."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean
from piccolo.table import Table

ID = "2026-11-28T14:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "receipts"


class Invitation(Table, tablename="invitation"):
    asked = Boolean(null=False, default=True)


async def forwards() -> MigrationManager:
    """Widen the table; every invitation on record asked its organisation."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for column in Invitation._meta.non_default_columns:
        manager.add_column(
            table_class_name="Invitation",
            tablename="invitation",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
