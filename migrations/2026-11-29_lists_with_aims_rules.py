"""Indices: of the organisations of a list, each of which it names once; of the acts of a kind in the trail."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T05:00:10:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of lists with aims"


class OrganisationOnList(Table, tablename="organisation_on_list"):
    pass


async def create_indices() -> None:
    """Create the indices."""
    await OrganisationOnList.raw("CREATE UNIQUE INDEX organisation_on_list_of_upload ON organisation_on_list (upload, organisation)")
    await OrganisationOnList.raw("CREATE INDEX trail_entry_act ON trail_entry (memorandum, act, id)")


async def drop_indices() -> None:
    """Drop the indices."""
    await OrganisationOnList.raw("DROP INDEX trail_entry_act")
    await OrganisationOnList.raw("DROP INDEX organisation_on_list_of_upload")


async def forwards() -> MigrationManager:
    """Add the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(create_indices)
    manager.add_raw_backwards(drop_indices)
    return manager
