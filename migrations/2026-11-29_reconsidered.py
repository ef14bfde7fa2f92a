"""When an organisation took its decline back; nobody did before the upgrade."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Timestamptz
from piccolo.table import Table

ID = "2026-11-29T11:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "declines that are taken back"


class Invitation(Table, tablename="invitation"):
    reconsidered_at = Timestamptz(null=True, default=None)


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    column = Invitation.reconsidered_at
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
