"""Requests for approval."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-28T12:00:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "approvals"


class Coordinator(Table, tablename="coordinator"):
    pass


class Approval(Table, tablename="approval"):
    key = Varchar(32, null=False, unique=True)
    kind = Varchar(40, null=False)
    about = Varchar(120, null=False, index=True)
    memorandum = Integer(null=True, default=None)
    content = Text(null=False, default="")
    requested_by = ForeignKey(Coordinator, null=False, on_delete=OnDelete.restrict)
    session = Varchar(64, null=False, default="")
    requested_at = Timestamptz(null=False)
    expires_at = Timestamptz(null=False)
    outcome = Varchar(20, null=False, default="waiting", index=True)
    decided_by = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.restrict)
    decided_at = Timestamptz(null=True, default=None)
    reason = Varchar(2000, null=False, default="")


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("Approval", tablename="approval")
    for column in Approval._meta.non_default_columns:
        manager.add_column(
            table_class_name="Approval",
            tablename="approval",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
