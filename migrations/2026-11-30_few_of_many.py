"""Indices of the few rows that the desk counts again and again: letters that did not arrive, entries whose listing is not confirmed.

The statistics of a column with three values do not tell that one of them is rare; an index that has nothing else does.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-30T06:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "few of many"

_FORWARDS = (
    "CREATE INDEX letter_undelivered ON letter (written_at, memorandum, kind) WHERE state IN ('bounced', 'gave_up', 'uncertain')",
    "CREATE INDEX organisation_unconfirmed ON organisation (name_key, slug) WHERE listing_confirmed = FALSE AND merged_into IS NULL",
    "DROP INDEX organisation_to_confirm",
)
_BACKWARDS = (
    "CREATE INDEX organisation_to_confirm ON organisation (listing_confirmed, name_key, slug)",
    "DROP INDEX organisation_unconfirmed",
    "DROP INDEX letter_undelivered",
)


class Letter(Table, tablename="letter"):
    """Runs SQL on the engine of the migrations."""


async def add_indices() -> None:
    """Make the indices, and drop the one that they replace."""
    for statement in _FORWARDS:
        await Letter.raw(statement)


async def remove_indices() -> None:
    """Undo it."""
    for statement in _BACKWARDS:
        await Letter.raw(statement)


async def forwards() -> MigrationManager:
    """Make the indices, and drop the one that they replace."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_indices)
    manager.add_raw_backwards(remove_indices)
    return manager
