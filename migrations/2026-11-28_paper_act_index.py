"""An index of the few acts that were entered on behalf of organisations: the desk counts those whose receipt can be sent."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-28T20:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "paper act index"


class Act(Table, tablename="act"):
    """Runs SQL on the engine of the migrations."""


async def add_index() -> None:
    """Add the index; the condition stands in the statement that uses it too."""
    await Act.raw("CREATE INDEX act_on_behalf ON act (memorandum, organisation) WHERE channel <> 'online'")


async def remove_index() -> None:
    """Remove it."""
    await Act.raw("DROP INDEX act_on_behalf")


async def forwards() -> MigrationManager:
    """Add the index."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_index)
    manager.add_raw_backwards(remove_index)
    return manager
