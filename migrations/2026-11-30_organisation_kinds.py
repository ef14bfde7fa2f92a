"""An index of the entries of each kind: lists of networks read 200 of them, and not the register."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-30T03:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "organisation kinds"


class Organisation(Table, tablename="organisation"):
    """Runs SQL on the engine of the migrations."""


async def add_index() -> None:
    """Add the index; whether an entry is listed stands in it, so that it is chosen before the index of those that are."""
    await Organisation.raw("CREATE INDEX organisation_kinds ON organisation (kind, listed, slug)")


async def remove_index() -> None:
    """Remove it."""
    await Organisation.raw("DROP INDEX organisation_kinds")


async def forwards() -> MigrationManager:
    """Add the index."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_index)
    manager.add_raw_backwards(remove_index)
    return manager
