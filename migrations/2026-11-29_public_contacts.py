"""The coordinators whom everybody may know as contacts for a text; nobody is, until they ask for it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean
from piccolo.table import Table

ID = "2026-11-29T11:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "public contacts for texts"


class MemorandumMember(Table, tablename="memorandum_member"):
    public_contact = Boolean(null=False, default=False)


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    column = MemorandumMember.public_contact
    manager.add_column(
        table_class_name="MemorandumMember",
        tablename="memorandum_member",
        column_name=column._meta.name,
        db_column_name=column._meta.db_column_name,
        column_class_name=type(column).__name__,
        column_class=type(column),
        params=column._meta.params,
    )
    return manager
