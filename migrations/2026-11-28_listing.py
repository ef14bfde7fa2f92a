"""Which organisations are listed in the public register, which parts in forums are public, and from when an act is counted."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, Date, Varchar
from piccolo.table import Table

ID = "2026-11-28T14:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "listing"


class Organisation(Table, tablename="organisation"):
    listed = Boolean(null=False, default=False)
    listing_reason = Varchar(500, null=False, default="")
    listing_confirmed = Boolean(null=False, default=False)


class ForumOrganisation(Table, tablename="forum_organisation"):
    public = Boolean(null=False, default=False)


class Act(Table, tablename="act"):
    counted_on = Date(null=True, default=None)


async def forwards() -> MigrationManager:
    """Widen the tables."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in (Organisation, ForumOrganisation, Act):
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
