"""Indices of queries that read whole tables: lists, look-ups, and the rows that a deleted row leaves empty."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-28T18:38:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "missing indices"

_INDICES = {
    "link_of_act": "link (act, purpose)",
    "link_of_recipient": "link (recipient)",
    "invitation_of_contact": "invitation (contact)",
    "delegation_to_contact": "delegation (contact)",
    "signing_session_of_link": "signing_session (link)",
    "act_about": "act (about)",
    "act_corrects": "act (corrects)",
    "act_of_successor": "act (successor)",
    "organisation_to_confirm": "organisation (listing_confirmed, name_key, slug)",
    "notification_of_memorandum": "notification (memorandum, year, number)",
    "subscription_confirmed": "subscription (confirmed_at)",
    "api_token_of_coordinator": "api_token (coordinator)",
}


class Act(Table, tablename="act"):
    """Runs SQL on the engine of the migrations."""


async def add_rules() -> None:
    """Make the indices."""
    for name, columns in _INDICES.items():
        await Act.raw(f"CREATE INDEX {name} ON {columns}")


async def remove_rules() -> None:
    """Take the indices back."""
    for name in _INDICES:
        await Act.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Add the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_rules)
    manager.add_raw_backwards(remove_rules)
    return manager
