"""Why a memorandum was terminated, and the language of that sentence."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Varchar

ID = "2026-11-26T01:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "termination"

WIDENED = {"termination_reason": {"length": 2000}, "termination_language": {"length": 35}}


async def forwards() -> MigrationManager:
    """Add both columns."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for name, params in WIDENED.items():
        column = Varchar(**params, null=False, default="")
        manager.add_column(
            table_class_name="Memorandum",
            tablename="memorandum",
            column_name=name,
            db_column_name=name,
            column_class_name="Varchar",
            column_class=Varchar,
            params=column._meta.params,
        )
    return manager
