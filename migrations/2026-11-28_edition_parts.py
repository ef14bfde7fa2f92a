"""Rows of signatures name the editions of the rows that come before them, so that none changes when an edition is superseded.

Rows of organisations with several of them are computed again by the command `migrate` afterwards; until then they have the mark `?`.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-28T19:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "edition parts"

_SEVERAL = (
    "SELECT act FROM standing AS other WHERE EXISTS (SELECT 1 FROM standing AS another"
    " WHERE another.memorandum = other.memorandum AND another.organisation = other.organisation AND another.id <> other.id)"
)
_FORWARDS = (
    "DROP INDEX standing_count_once",
    "DROP INDEX standing_lines",
    "DROP INDEX standing_current",
    "ALTER TABLE standing ADD COLUMN line_behind TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE standing ADD COLUMN current_behind TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE standing DROP COLUMN is_current",
    "ALTER TABLE standing_count ADD COLUMN behind TEXT NOT NULL DEFAULT ''",
    f"UPDATE standing SET current_behind = '?' WHERE act IN ({_SEVERAL})",  # noqa: S608 -- no value of others
    "CREATE UNIQUE INDEX standing_count_once ON standing_count (memorandum, tally, kind, digest, country, day, behind)",
    "CREATE INDEX standing_lines ON standing (memorandum, shown, line, place, digest, line_behind, organisation)",
    "CREATE INDEX standing_current ON standing (memorandum, stands, place)",
)
_BACKWARDS = (
    "DROP INDEX standing_count_once",
    "DROP INDEX standing_lines",
    "DROP INDEX standing_current",
    "DELETE FROM standing_count WHERE behind <> ''",
    "ALTER TABLE standing_count DROP COLUMN behind",
    "ALTER TABLE standing ADD COLUMN is_current BOOLEAN NOT NULL DEFAULT false",
    "UPDATE standing SET is_current = (current_behind = ''), line = (line AND line_behind = '')",
    "ALTER TABLE standing DROP COLUMN line_behind",
    "ALTER TABLE standing DROP COLUMN current_behind",
    "CREATE UNIQUE INDEX standing_count_once ON standing_count (memorandum, tally, kind, digest, country, day)",
    "CREATE INDEX standing_lines ON standing (memorandum, shown, line, place, digest, organisation)",
    "CREATE INDEX standing_current ON standing (memorandum, is_current, place)",
)


class Standing(Table, tablename="standing"):
    """Runs SQL on the engine of the migrations."""


async def name_editions() -> None:
    """Change the tables."""
    for statement in _FORWARDS:
        await Standing.raw(statement)


async def forget_editions() -> None:
    """Make the tables as they were; `coalition rebuild status` corrects the rows."""
    for statement in _BACKWARDS:
        await Standing.raw(statement)


async def forwards() -> MigrationManager:
    """Change the tables."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(name_editions)
    manager.add_raw_backwards(forget_editions)
    return manager
