"""Indices of merged entries: a pair, and a merging that holds, stands once; and what is merged into an organisation is found by it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T12:51:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of merged entries"

_INDICES = {
    "likely_pair_once": "UNIQUE INDEX likely_pair_once ON likely_pair (first, second)",
    "different_pair_once": "UNIQUE INDEX different_pair_once ON different_pair (first, second)",
    "merging_in_force": "UNIQUE INDEX merging_in_force ON merging (organisation) WHERE undone_at IS NULL",
    "organisation_merged_into": "INDEX organisation_merged_into ON organisation (merged_into) WHERE merged_into IS NOT NULL",
}


class Organisation(Table, tablename="organisation"):
    """Runs SQL on the engine of the migrations."""


async def add_indices() -> None:
    """Let a pair, and a merging that holds, stand once; and find what is merged into an organisation."""
    for index in _INDICES.values():
        await Organisation.raw(f"CREATE {index}")


async def remove_indices() -> None:
    """Take the indices back."""
    for name in _INDICES:
        await Organisation.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Add the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_indices)
    manager.add_raw_backwards(remove_indices)
    return manager
