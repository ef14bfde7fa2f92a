"""Answers to repeated requests are encrypted from now on; those that are stored, for a day, are deleted."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-30T08:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "encrypted answers"


class KeptAnswer(Table, tablename="kept_answer"):
    """Runs SQL on the engine of the migrations."""


async def delete_answers() -> None:
    """Delete what is stored in clear."""
    await KeptAnswer.raw("DELETE FROM kept_answer")


async def forwards() -> MigrationManager:
    """Delete the answers, whichever way the schema goes: none can be read by the other version."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(delete_answers)
    manager.add_raw_backwards(delete_answers)
    return manager
