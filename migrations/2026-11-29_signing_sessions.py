"""When a signing session began, so that requests prolong it up to a limit; sessions from before are not prolonged."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Timestamptz
from piccolo.table import Table

ID = "2026-11-29T04:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "signing sessions that are prolonged"


class SigningSession(Table, tablename="signing_session"):
    began_at = Timestamptz(null=True, default=None)


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    column = SigningSession.began_at
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
