"""Numbers and languages stand once, a text has one public outcome, and timelines are read in their order; apart, as raw steps run first."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-30T02:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of deliveries"
INDICES = {
    "addressee_of_memorandum": "UNIQUE INDEX {} ON addressee (memorandum, number)",
    "addressee_name_of_addressee": "UNIQUE INDEX {} ON addressee_name (addressee, language)",
    "entry_text_of_entry": "UNIQUE INDEX {} ON entry_text (entry, language)",
    "timeline_of_memorandum": "INDEX {} ON timeline_entry (memorandum, day, id)",
    "outcome_of_memorandum": "UNIQUE INDEX {} ON timeline_entry (memorandum) WHERE kind = 'outcome' AND state = 'public'",
}


class TimelineEntry(Table, tablename="timeline_entry"):
    """Runs SQL on the engine of the migrations."""


async def add_indices() -> None:
    """Add the indices."""
    for name, index in INDICES.items():
        await TimelineEntry.raw(f"CREATE {index.format(name)}")


async def remove_indices() -> None:
    """Remove them."""
    for name in INDICES:
        await TimelineEntry.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Add the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_indices)
    manager.add_raw_backwards(remove_indices)
    return manager
