"""Indices by which letters about what happened read the events of a time; apart, because raw steps run before the tables."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T04:51:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indices of events"

_INDICES = {
    "statement_recorded": "statement (memorandum, recorded_at)",
    "statement_signer_signed": "statement_signer (signed_at)",
    "signing_request_confirmed": "signing_request (memorandum, confirmed_at) WHERE confirmed_at IS NOT NULL",
    "delegation_delegated": "delegation (delegated_at)",
    "letter_bounced": "letter (sent_at) WHERE state = 'bounced'",
    "news_choice_letter": "news_choice (letter) WHERE letter IS NOT NULL",
}


class Letter(Table, tablename="letter"):
    """Runs SQL on the engine of the migrations."""


async def add_indices() -> None:
    """Make the indices."""
    for name, columns in _INDICES.items():
        await Letter.raw(f"CREATE INDEX {name} ON {columns}")


async def remove_indices() -> None:
    """Take the indices back."""
    for name in _INDICES:
        await Letter.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Add the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_indices)
    manager.add_raw_backwards(remove_indices)
    return manager
