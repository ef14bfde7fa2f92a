"""What the chase list sorts, filters and counts by, and its counters; the command `migrate` fills them afterwards."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-28T18:35:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "chase rows"


class Memorandum(Table, tablename="memorandum"):
    id: Serial


class Organisation(Table, tablename="organisation"):
    id: Serial


class ChaseRow(Table, tablename="chase_row"):
    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    invitation = UUID(null=True, default=None)
    awaited_since = Timestamptz(null=True, default=None)
    state = Varchar(20, null=False)
    country = Varchar(2, null=False, default="")
    place = Varchar(500, null=False)
    slug = Varchar(80, null=False)
    signs = Boolean(null=False, default=False)
    unnamed = Boolean(null=False, default=False)
    has_contact = Boolean(null=False, default=False)


class ChaseCount(Table, tablename="chase_count"):
    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    state = Varchar(20, null=False)
    country = Varchar(2, null=False, default="")
    invited = Boolean(null=False, default=False)
    signs = Boolean(null=False, default=False)
    unnamed = Boolean(null=False, default=False)
    has_contact = Boolean(null=False, default=False)
    n = Integer(null=False)


async def forwards() -> MigrationManager:
    """Make the tables."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in (ChaseRow, ChaseCount):
        manager.add_table(table.__name__, tablename=table._meta.tablename)
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
