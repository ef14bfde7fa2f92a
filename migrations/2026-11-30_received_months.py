"""Counters of the public lines of parties by the month of receipt, which the figures of a list show."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder
from piccolo.table import Table

ID = "2026-11-30T06:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "received months"

_COUNTED = (
    "INSERT INTO standing_count (memorandum, digest, kind, tally, country, day, behind, n)"
    " SELECT memorandum, digest, counted_as, 'received', '', {month}, line_behind, count(*) FROM standing"
    " WHERE shown = 'named' AND line = TRUE AND counted_as IN ('signature', 'accession') AND received IS NOT NULL"
    " AND ' ' || line_behind || ' ' NOT LIKE '% ' || CASE digest WHEN '' THEN '-' ELSE substr(digest, length(digest) - 15) END || ' %'"
    " GROUP BY memorandum, digest, counted_as, {month}, line_behind"
)
_MONTHS = {True: "to_char(received, 'YYYY-MM')", False: "substr(received, 1, 7)"}


class StandingCount(Table, tablename="standing_count"):
    """Runs SQL on the engine of the migrations."""


async def add_counters() -> None:
    """Count the rows that are stored."""
    engine = engine_finder()
    is_postgres = engine is not None and engine.engine_type != "sqlite"
    await StandingCount.raw(_COUNTED.replace("{month}", _MONTHS[is_postgres]))


async def remove_counters() -> None:
    """Remove them."""
    await StandingCount.raw("DELETE FROM standing_count WHERE tally = 'received'")


async def forwards() -> MigrationManager:
    """Count the rows that are stored."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_counters)
    manager.add_raw_backwards(remove_counters)
    return manager
