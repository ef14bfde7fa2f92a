"""Indices of the counters of awaited confirmations, which are counted from the rows that are stored.

They stand apart, because raw steps run before the columns.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder
from piccolo.table import Table

ID = "2026-11-30T06:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "confirmation count rules"

_INDICES = (
    "CREATE UNIQUE INDEX confirmation_count_once ON confirmation_count (memorandum, awaited_on)",
    "CREATE INDEX confirmation_count_day ON confirmation_count (awaited_on, memorandum)",
)
_COUNTED = (
    "INSERT INTO confirmation_count (memorandum, awaited_on, n) SELECT memorandum, {day}, count(*) FROM chase_row"
    " WHERE state = 'ad_referendum' AND awaited_since < '9000-01-01' GROUP BY memorandum, {day}"
)
_DAYS = {True: "CAST(awaited_since AT TIME ZONE 'UTC' AS DATE)", False: "substr(awaited_since, 1, 10)"}


class ConfirmationCount(Table, tablename="confirmation_count"):
    """Runs SQL on the engine of the migrations."""


async def add_rules() -> None:
    """Make the indices and count the rows."""
    engine = engine_finder()
    is_postgres = engine is not None and engine.engine_type != "sqlite"
    for statement in (*_INDICES, _COUNTED.replace("{day}", _DAYS[is_postgres])):
        await ConfirmationCount.raw(statement)


async def remove_rules() -> None:
    """Drop the indices; the table goes with its counters."""
    for name in ("confirmation_count_day", "confirmation_count_once"):
        await ConfirmationCount.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Make the indices and count the rows."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_rules)
    manager.add_raw_backwards(remove_rules)
    return manager
