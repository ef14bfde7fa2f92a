"""A counter of the chase list is there once, and pages read its rows in order; apart, because raw steps run before the tables."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder
from piccolo.table import Table

ID = "2026-11-28T18:36:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "chase rules"

_INDICES = {
    "chase_count_once": "UNIQUE INDEX chase_count_once ON chase_count (memorandum, state, country, invited, signs, unnamed, has_contact)",
    "chase_row_once": "UNIQUE INDEX chase_row_once ON chase_row (memorandum, organisation)",
    "chase_row_place": "INDEX chase_row_place ON chase_row (memorandum, place)",
    "chase_row_state": "INDEX chase_row_state ON chase_row (memorandum, state, place)",
    "chase_row_country": "INDEX chase_row_country ON chase_row (memorandum, state, country, place)",
    "chase_row_waiting": "INDEX chase_row_waiting ON chase_row (memorandum, state, awaited_since, place)",
    "chase_row_slug": "INDEX chase_row_slug ON chase_row (memorandum, slug)",
    "invitation_reminded": "INDEX invitation_reminded ON invitation (memorandum, reminded_on)",
}


class ChaseRow(Table, tablename="chase_row"):
    """Runs SQL on the engine of the migrations."""


async def add_rules() -> None:
    """Make the indices; PostgreSQL compares places and slugs by their bytes, as SQLite does."""
    engine = engine_finder()
    if engine is not None and engine.engine_type != "sqlite":
        await ChaseRow.raw('ALTER TABLE chase_row ALTER COLUMN place TYPE VARCHAR(500) COLLATE "C", ALTER COLUMN slug TYPE VARCHAR(80) COLLATE "C"')
    for index in _INDICES.values():
        await ChaseRow.raw(f"CREATE {index}")


async def remove_rules() -> None:
    """Take the indices back."""
    for name in _INDICES:
        await ChaseRow.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Add the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_rules)
    manager.add_raw_backwards(remove_rules)
    return manager
