"""What lists and numbers need of each signature and support, and their counters; the command `migrate` fills them afterwards."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Serial, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-28T18:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "standing"


class Memorandum(Table, tablename="memorandum"):
    id: Serial


class Organisation(Table, tablename="organisation"):
    id: Serial


class Standing(Table, tablename="standing"):
    id: Serial
    act = UUID(null=False, unique=True)
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    organisation = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    digest = Varchar(80, null=False, default="")
    kind = Varchar(20, null=False)
    counted_as = Varchar(20, null=False, default="")
    shown = Varchar(20, null=False)
    country = Varchar(2, null=False, default="")
    place = Varchar(500, null=False)
    line = Boolean(null=False, default=False)
    is_current = Boolean(null=False, default=False)
    ever_named = Boolean(null=False, default=False)
    promised = Boolean(null=False, default=False)
    stands = Boolean(null=False, default=False)
    received = Date(null=True, default=None)
    counted_from = Date(null=True, default=None)
    counted_until = Date(null=True, default=None)
    bound_from = Date(null=True, default=None)
    bound_until = Date(null=True, default=None)


class StandingCount(Table, tablename="standing_count"):
    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    digest = Varchar(80, null=False, default="")
    kind = Varchar(20, null=False)
    tally = Varchar(20, null=False)
    country = Varchar(2, null=False, default="")
    day = Varchar(10, null=False, default="")
    n = Integer(null=False)


async def forwards() -> MigrationManager:
    """Make the tables."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in (Standing, StandingCount):
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
