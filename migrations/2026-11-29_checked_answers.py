"""The sealed answers on the check page of a signing session; the check pages of sessions from before ask for the answers again."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Text
from piccolo.table import Table

ID = "2026-11-29T12:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "check pages that are read"


class SigningSession(Table, tablename="signing_session"):
    checked = Text(null=False, default="")


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    column = SigningSession.checked
    manager.add_column(
        table_class_name="SigningSession",
        tablename="signing_session",
        column_name=column._meta.name,
        db_column_name=column._meta.db_column_name,
        column_class_name=type(column).__name__,
        column_class=type(column),
        params=column._meta.params,
    )
    return manager
