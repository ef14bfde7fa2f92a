"""Nothing changes in the schema; `coalition migrate` spells the words of the search and the keys of near names anew afterwards."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-29T16:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "spellings"


async def forwards() -> MigrationManager:
    """Change nothing."""
    return MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
