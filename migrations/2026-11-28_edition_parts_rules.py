"""Rows of organisations with several of them get the mark `?`: the command `migrate` computes them again afterwards. Indices.

They stand apart, because raw steps run before the columns.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-28T19:22:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "edition parts rules"

_SEVERAL = (
    "SELECT 1 FROM standing AS other"
    " WHERE other.memorandum = standing.memorandum AND other.organisation = standing.organisation AND other.id <> standing.id"
)
_FORWARDS = (
    f"UPDATE standing SET current_behind = '?' WHERE EXISTS ({_SEVERAL})",  # noqa: S608 -- no value of others
    "CREATE UNIQUE INDEX standing_count_once ON standing_count (memorandum, tally, kind, digest, country, day, behind)",
    "CREATE INDEX standing_lines ON standing (memorandum, shown, line, place, digest, line_behind, organisation)",
    "CREATE INDEX standing_current ON standing (memorandum, stands, place)",
)
_BACKWARDS = (
    "DROP INDEX standing_current",
    "DROP INDEX standing_lines",
    "DROP INDEX standing_count_once",
    "DELETE FROM standing_count WHERE behind <> ''",  # `coalition rebuild status` corrects the others
)


class Standing(Table, tablename="standing"):
    """Runs SQL on the engine of the migrations."""


async def mark_rows() -> None:
    """Mark the rows and make the indices."""
    for statement in _FORWARDS:
        await Standing.raw(statement)


async def forget_marks() -> None:
    """Drop the indices, and the counters that an older version cannot tell apart."""
    for statement in _BACKWARDS:
        await Standing.raw(statement)


async def forwards() -> MigrationManager:
    """Mark the rows and make the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(mark_rows)
    manager.add_raw_backwards(forget_marks)
    return manager
