"""A list names each organisation once, and its organisations are read from an index."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T05:00:10:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of lists with aims"


class OrganisationOnList(Table, tablename="organisation_on_list"):
    pass


async def create_index() -> None:
    """Create the index."""
    await OrganisationOnList.raw("CREATE UNIQUE INDEX organisation_on_list_of_upload ON organisation_on_list (upload, organisation)")


async def drop_index() -> None:
    """Drop the index."""
    await OrganisationOnList.raw("DROP INDEX IF EXISTS organisation_on_list_of_upload")


async def forwards() -> MigrationManager:
    """Add the index."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(create_index)
    manager.add_raw_backwards(drop_index)
    return manager
