"""Memberships of organisations in networks, the invitations of all members of a network, and lists of those who become members."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, ForeignKey, Serial, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T12:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "networks"


class Organisation(Table, tablename="organisation"):
    id = Serial(primary_key=True)


class Memorandum(Table, tablename="memorandum"):
    id = Serial(primary_key=True)


class Membership(Table, tablename="membership"):
    network = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    member = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    role = Varchar(20, null=False, default="member")
    since = Varchar(10, null=True, default=None)
    until = Varchar(10, null=True, default=None)
    source = Varchar(500, null=False, default="")
    public = Boolean(null=False, default=False)
    once_public = Boolean(null=False, default=False)


class InvitedNetwork(Table, tablename="invited_network"):
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    network = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)


class Import(Table, tablename="import"):
    network = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.cascade)


async def forwards() -> MigrationManager:
    """Add the tables, and the column."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in (Membership, InvitedNetwork):
        manager.add_table(table.__name__, tablename=table._meta.tablename)
    for table in (Membership, InvitedNetwork, Import):
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
