"""A contact gets the letters about a timeline once; apart, as raw steps run first."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-30T05:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of timeline subscribers"
INDICES = {
    "timeline_subscriber_once": "UNIQUE INDEX {} ON timeline_subscriber (memorandum, contact)",
    "timeline_letters": "INDEX {} ON timeline_entry (memorandum, letters_at)",
}


class TimelineSubscriber(Table, tablename="timeline_subscriber"):
    """Runs SQL on the engine of the migrations."""


async def add_indices() -> None:
    """Add the indices."""
    for name, index in INDICES.items():
        await TimelineSubscriber.raw(f"CREATE {index.format(name)}")


async def remove_indices() -> None:
    """Remove them."""
    for name in INDICES:
        await TimelineSubscriber.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Add the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_indices)
    manager.add_raw_backwards(remove_indices)
    return manager
