"""How often coordinators get letters about what happened, and the private addresses of their calendars."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T04:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "letters about what happened"


class Coordinator(Table, tablename="coordinator"):
    pass


class NewsChoice(Table, tablename="news_choice"):
    coordinator = ForeignKey(Coordinator, null=False, unique=True, on_delete=OnDelete.cascade)
    rhythm = Varchar(10, null=False, default="daily")
    events_until = Timestamptz(null=False)
    last_notice = Integer(null=False, default=0)
    letter = Integer(null=True, default=None)
    written_at = Timestamptz(null=True, default=None)
    earlier_until = Timestamptz(null=True, default=None)
    earlier_notice = Integer(null=True, default=None)


class CalendarAddress(Table, tablename="calendar_address"):
    coordinator = ForeignKey(Coordinator, null=False, unique=True, on_delete=OnDelete.cascade)
    token_hash = Varchar(64, null=False, unique=True)
    made_at = Timestamptz(null=False)


async def forwards() -> MigrationManager:
    """Add the tables."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in (NewsChoice, CalendarAddress):
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
