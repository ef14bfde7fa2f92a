"""Lists read the order of their lines, and how many come before a page, from an index alone; the predecessors of a line have one too."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-28T18:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "standing list indices"


class Standing(Table, tablename="standing"):
    """Runs SQL on the engine of the migrations."""


async def widen() -> None:
    """Add to the index what a list of lines reads; events are also found by the successor."""
    await Standing.raw("DROP INDEX standing_lines")
    await Standing.raw("CREATE INDEX standing_lines ON standing (memorandum, shown, line, place, digest, organisation)")
    await Standing.raw("CREATE INDEX organisation_event_other ON organisation_event (other)")


async def narrow() -> None:
    """Make the indices as they were."""
    await Standing.raw("DROP INDEX organisation_event_other")
    await Standing.raw("DROP INDEX standing_lines")
    await Standing.raw("CREATE INDEX standing_lines ON standing (memorandum, shown, line, place)")


async def forwards() -> MigrationManager:
    """Change the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(widen)
    manager.add_raw_backwards(narrow)
    return manager
