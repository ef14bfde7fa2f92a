"""The places of public lines for readers of each language; `coalition migrate` fills them afterwards."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Bytea

ID = "2026-11-28T20:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "standing places"
LANGUAGES = ("en", "ru", "ar", "nb")


async def forwards() -> MigrationManager:
    """Add a column for each language."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for language in LANGUAGES:
        manager.add_column(
            table_class_name="Standing",
            tablename="standing",
            column_name=f"place_{language}",
            db_column_name=f"place_{language}",
            column_class_name="Bytea",
            column_class=Bytea,
            params=Bytea(null=False, default=b"")._meta.params,
        )
    return manager
