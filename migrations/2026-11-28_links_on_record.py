"""Links, contacts and invitations on record get what the tables hold since today."""

from datetime import UTC, datetime, timedelta

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-28T11:00:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "links on record"

RECEIPT_LASTS = timedelta(days=30)
INVITATION_LASTS = timedelta(days=90)


class Statement(Table):
    """Runs SQL on the engine of the migrations."""


async def add_rules() -> None:
    """Add the indices, and fill in the values of what is on record."""
    await Statement.raw('CREATE UNIQUE INDEX invitation_recipient_once ON "invitation_recipient" (invitation, contact)')
    await Statement.raw("CREATE UNIQUE INDEX contact_confirmation ON contact (confirmation_hash)")
    await fill_in(datetime.now(UTC))


async def fill_in(now: datetime) -> None:
    """Confirm the contacts, choose the recipients of invitations, and let links expire.

    A receipt's link gets thirty days from now. Of the links to one invitation that work, only the newest goes on working.
    """
    await Statement.raw("UPDATE contact SET confirmed_at = created_at WHERE confirmed_at IS NULL")
    await Statement.raw(
        "INSERT INTO invitation_recipient (invitation, contact) SELECT invitation.id, contact.id FROM invitation "
        "JOIN contact ON contact.organisation = invitation.organisation "
        "WHERE contact.created_at <= invitation.invited_at OR contact.id = invitation.contact"
    )
    await Statement.raw("UPDATE link SET expires_at = {} WHERE purpose = 'manage' AND expires_at IS NULL", now + RECEIPT_LASTS)
    await Statement.raw(
        "UPDATE link SET expires_at = {} WHERE purpose = 'answer' AND expires_at > {} "
        "AND id NOT IN (SELECT MAX(id) FROM link WHERE purpose = 'answer' GROUP BY invitation)",
        now,
        now,
    )
    await Statement.raw(
        "UPDATE link SET recipient = (SELECT contact FROM invitation WHERE invitation.id = link.invitation) WHERE purpose = 'answer'"
    )
    await _lengthen(now)


async def _lengthen(now: datetime) -> None:
    """Let links to answer work for as long as an invitation that is made today: ninety days, at most until the window closes."""
    rows = await Statement.raw(
        "SELECT link.id AS id, invitation.invited_at AS invited_at FROM link JOIN invitation ON invitation.id = link.invitation "
        "WHERE link.purpose = 'answer' AND link.expires_at > {}",
        now,
    )
    for row in rows:
        invited_at = row["invited_at"] if isinstance(row["invited_at"], datetime) else datetime.fromisoformat(row["invited_at"])
        await Statement.raw("UPDATE link SET expires_at = {} WHERE id = {}", invited_at + INVITATION_LASTS, row["id"])


async def remove_rules() -> None:
    """Take the rules back; the values go with their columns."""
    await Statement.raw("DROP INDEX contact_confirmation")
    await Statement.raw("DROP INDEX invitation_recipient_once")


async def forwards() -> MigrationManager:
    """Add the rules, and fill in the values."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_rules)
    manager.add_raw_backwards(remove_rules)
    return manager
