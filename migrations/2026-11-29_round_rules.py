"""Rounds of a memorandum have different numbers, one of them is open at most, and an organisation has one seat in a round."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T14:10:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of consultation rounds"

_INDICES = {
    "consultation_round_number": "consultation_round (memorandum, number)",
    "consultation_round_open": "consultation_round (memorandum) WHERE state = 'open'",
    "seat_of_organisation": "seat (round, organisation)",
}


class ConsultationRound(Table, tablename="consultation_round"):
    pass


async def create_indices() -> None:
    """Create the indices."""
    for name, columns in _INDICES.items():
        await ConsultationRound.raw(f"CREATE UNIQUE INDEX {name} ON {columns}")


async def drop_indices() -> None:
    """Drop the indices."""
    for name in _INDICES:
        await ConsultationRound.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Add the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(create_indices)
    manager.add_raw_backwards(drop_indices)
    return manager
