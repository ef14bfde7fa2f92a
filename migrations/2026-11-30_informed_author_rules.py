"""Nobody is written to about proposals that were published before there were letters."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean
from piccolo.table import Table

ID = "2026-11-30T00:30:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of informed authors"


class ProposalAuthor(Table, tablename="proposal_author"):
    informed = Boolean(null=False, default=False)


async def leave_published() -> None:
    """Count the organisations of lines that are published already as informed."""
    await ProposalAuthor.update({ProposalAuthor.informed: True}, force=True)


async def forwards() -> MigrationManager:
    """Change the rows."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(leave_published)
    return manager
