"""Tables of networks and their members that are imported, and the memberships that they added."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, ForeignKey, Text
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T13:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "imported memberships"


class Membership(Table, tablename="membership"):
    pass


class Import(Table, tablename="import"):
    memberships = Boolean(null=False, default=False)


class ImportedMembership(Table, tablename="imported_membership"):
    upload = ForeignKey(Import, null=False, on_delete=OnDelete.cascade, index=True)
    membership = ForeignKey(Membership, null=False, on_delete=OnDelete.cascade, index=True)
    after = Text(null=False, default="")


async def forwards() -> MigrationManager:
    """Add the table and the column."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("ImportedMembership", tablename="imported_membership")
    for table in (Import, ImportedMembership):
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
