"""Letters with the link of an invitation on record are about its memorandum and organisation; indices for the outbox of a memorandum."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T04:20:10:000000"
VERSION = "1.38.0"
DESCRIPTION = "outbox on record"


class Letter(Table, tablename="letter"):
    """Runs SQL on the engine of the migrations."""


INDICES = {"letter_memorandum_id": "(memorandum, id)", "letter_memorandum_state_id": "(memorandum, state, id)"}


async def match() -> None:
    """Write to letters about invitations what they are about."""
    await Letter.raw(
        "UPDATE letter SET memorandum = invitation.memorandum, organisation = invitation.organisation FROM invitation "
        "WHERE letter.about = 'invitation:' || CAST(invitation.id AS VARCHAR(36))"
    )


async def add_indices() -> None:
    """Let the outbox of a memorandum be read by an index."""
    for name, columns in INDICES.items():
        await Letter.raw(f"CREATE INDEX {name} ON letter {columns}")


async def drop_indices() -> None:
    """Drop the indices, which SQLite wants before their columns."""
    for name in INDICES:
        await Letter.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Match the letters and make the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(match)
    manager.add_raw(add_indices)
    manager.add_raw_backwards(drop_indices)
    return manager
