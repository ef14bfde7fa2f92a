"""A job has an encrypted column for what strangers typed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Text
from piccolo.table import Table

ID = "2026-11-28T10:00:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "secret of jobs"


class Job(Table, tablename="job"):
    secret = Text(null=False, default="")


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_column(
        table_class_name="Job",
        tablename="job",
        column_name="secret",
        db_column_name="secret",
        column_class_name="Text",
        column_class=Text,
        params=Job.secret._meta.params,
    )
    return manager
