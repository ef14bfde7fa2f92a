"""Which parts in forums the public has read of; the rows are filled in by `shown_parts_on_record`."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-28T14:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "shown parts"


class Organisation(Table, tablename="organisation"):
    pass


class Forum(Table, tablename="forum"):
    pass


class ShownPart(Table, tablename="shown_part"):
    forum = ForeignKey(Forum, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("ShownPart", tablename="shown_part")
    for column in ShownPart._meta.non_default_columns:
        manager.add_column(
            table_class_name="ShownPart",
            tablename="shown_part",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
