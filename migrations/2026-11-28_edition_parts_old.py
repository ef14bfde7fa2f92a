"""Indices on columns that the next migration replaces."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-28T19:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "edition parts old"

_FORWARDS = ("DROP INDEX standing_count_once", "DROP INDEX standing_lines", "DROP INDEX standing_current")
_BACKWARDS = (
    "CREATE UNIQUE INDEX standing_count_once ON standing_count (memorandum, tally, kind, digest, country, day)",
    "CREATE INDEX standing_lines ON standing (memorandum, shown, line, place, digest, organisation)",
    "CREATE INDEX standing_current ON standing (memorandum, is_current, place)",
)


class Standing(Table, tablename="standing"):
    """Runs SQL on the engine of the migrations."""


async def drop_indices() -> None:
    """Drop the indices."""
    for statement in _FORWARDS:
        await Standing.raw(statement)


async def make_indices() -> None:
    """Make them again."""
    for statement in _BACKWARDS:
        await Standing.raw(statement)


async def forwards() -> MigrationManager:
    """Drop the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(drop_indices)
    manager.add_raw_backwards(make_indices)
    return manager
