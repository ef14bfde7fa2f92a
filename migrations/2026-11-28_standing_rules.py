"""A counter is there once, and lists read their rows in order; it stands apart, because raw steps run before the tables."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder
from piccolo.table import Table

ID = "2026-11-28T18:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "standing rules"

_INDICES = {
    "standing_count_once": "UNIQUE INDEX standing_count_once ON standing_count (memorandum, tally, kind, digest, country, day)",
    "standing_of_organisation": "INDEX standing_of_organisation ON standing (memorandum, organisation)",
    "standing_lines": "INDEX standing_lines ON standing (memorandum, shown, line, place)",
    "standing_current": "INDEX standing_current ON standing (memorandum, is_current, place)",
    "act_of_organisation": "INDEX act_of_organisation ON act (memorandum, organisation)",
}


class Standing(Table, tablename="standing"):
    """Runs SQL on the engine of the migrations."""


async def add_rules() -> None:
    """Make the indices; PostgreSQL compares places by their bytes, as SQLite does."""
    engine = engine_finder()
    if engine is not None and engine.engine_type != "sqlite":
        await Standing.raw('ALTER TABLE standing ALTER COLUMN place TYPE VARCHAR(500) COLLATE "C"')
    for index in _INDICES.values():
        await Standing.raw(f"CREATE {index}")


async def remove_rules() -> None:
    """Take the indices back."""
    for name in _INDICES:
        await Standing.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Add the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_rules)
    manager.add_raw_backwards(remove_rules)
    return manager
