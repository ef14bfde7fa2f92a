"""What a signing session leaves for some minutes that its holder ended."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, ForeignKey, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T13:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "pages after a signing session"


class Memorandum(Table, tablename="memorandum"):
    pass


class EndedSession(Table, tablename="ended_session"):
    token_hash = Varchar(64, null=False, unique=True)
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    gives_address = Boolean(null=False, default=False)
    expires_at = Timestamptz(null=False, index=True)


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("EndedSession", tablename="ended_session")
    for column in EndedSession._meta.non_default_columns:
        manager.add_column(
            table_class_name="EndedSession",
            tablename="ended_session",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
