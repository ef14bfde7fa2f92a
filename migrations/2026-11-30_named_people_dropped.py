"""The table of people, of whom each appeal named one, goes; see the migration before."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-30T12:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "named people dropped"


async def forwards() -> MigrationManager:
    """Drop the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.drop_table("NamedPerson", tablename="named_person")
    return manager
