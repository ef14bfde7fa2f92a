"""The count of changes goes on in the table of subjects; the column that held it ends."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Integer
from piccolo.table import Table

ID = "2026-11-28T18:10:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "count of page versions"


class Publication(Table, tablename="publication"):
    version = Integer(null=False, default=0)


class PageSubject(Table, tablename="page_subject"):
    pass


async def take_over() -> None:
    """Begin the count of changes with the one that there was."""
    await PageSubject.raw("INSERT INTO page_subject (subject, version) SELECT '', COALESCE(MAX(version), 0) FROM publication")


async def forget() -> None:
    """Remove the count; an older version of the program counts anew, and its processes start with no pages."""
    await PageSubject.raw("DELETE FROM page_subject")


async def forwards() -> MigrationManager:
    """Take the count over, then take the column away."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(take_over)
    manager.add_raw_backwards(forget)
    manager.drop_column(table_class_name="Publication", tablename="publication", column_name="version", db_column_name="version")
    return manager
