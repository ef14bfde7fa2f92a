"""Deliveries that were entered before are asked about thirty days after they were saved; apart, as raw steps run first."""

from datetime import timedelta

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Date, Serial, Timestamptz, Varchar
from piccolo.table import Table

ID = "2026-11-30T05:10:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of awaited answers"
AWAITED = timedelta(days=30)


class TimelineEntry(Table, tablename="timeline_entry"):
    id = Serial(primary_key=True)
    kind = Varchar(20, null=False)
    saved_at = Timestamptz(null=False)
    remind_on = Date(null=True, default=None)


async def prepare() -> None:
    """Write the day for each delivery, and add the index."""
    deliveries = await TimelineEntry.select(TimelineEntry.id, TimelineEntry.saved_at).where(TimelineEntry.kind == "delivery")
    for row in deliveries:
        await TimelineEntry.update({TimelineEntry.remind_on: row["saved_at"].date() + AWAITED}).where(TimelineEntry.id == row["id"])
    await TimelineEntry.raw("CREATE INDEX awaited_answers ON timeline_entry (memorandum, remind_on) WHERE remind_on IS NOT NULL")


async def remove() -> None:
    """Remove the index."""
    await TimelineEntry.raw("DROP INDEX awaited_answers")


async def forwards() -> MigrationManager:
    """Change the rows, and add the index."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(prepare)
    manager.add_raw_backwards(remove)
    return manager
