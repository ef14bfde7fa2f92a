"""Which organisations were informed that a proposal of theirs is public."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean
from piccolo.table import Table

ID = "2026-11-30T00:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "informed authors"


class ProposalAuthor(Table, tablename="proposal_author"):
    informed = Boolean(null=False, default=False)


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    column = ProposalAuthor.informed
    manager.add_column(
        table_class_name="ProposalAuthor",
        tablename="proposal_author",
        column_name="informed",
        db_column_name="informed",
        column_class_name="Boolean",
        column_class=Boolean,
        params=column._meta.params,
    )
    return manager
