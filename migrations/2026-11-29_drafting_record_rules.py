"""The lines of a public record of drafting have an order."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T15:10:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of the public record of drafting"


class PublishedProposal(Table, tablename="published_proposal"):
    pass


async def create_index() -> None:
    """Create the index."""
    await PublishedProposal.raw("CREATE UNIQUE INDEX published_proposal_place ON published_proposal (memorandum, place)")


async def drop_index() -> None:
    """Drop the index."""
    await PublishedProposal.raw("DROP INDEX published_proposal_place")


async def forwards() -> MigrationManager:
    """Add the index."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(create_index)
    manager.add_raw_backwards(drop_index)
    return manager
