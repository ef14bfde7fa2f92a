"""An index by which revisions are found that other rules divided; apart, because SQLite drops no column that has an index."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Integer

ID = "2026-11-29T16:25:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "index of divided revisions"


async def forwards() -> MigrationManager:
    """Index the version of the rules."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.alter_column(
        table_class_name="Revision",
        tablename="revision",
        column_name="rules",
        db_column_name="rules",
        params={"index": True},
        old_params={"index": False},
        column_class=Integer,
        old_column_class=Integer,
    )
    return manager
