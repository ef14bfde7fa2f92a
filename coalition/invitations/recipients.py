"""The recipients of letters about an invitation: chosen when it is made, so that a later change of contacts gives nobody a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.database import put
from coalition.invitations.recipient_queries import confirmed_contacts
from coalition.invitations.tables import InvitationRecipient
from coalition.organisations.contact_changes import confirm_contact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from coalition.invitations.tables import Invitation, Link
    from coalition.organisations.tables import Contact


async def choose_recipients(invitation: Invitation, addressee: Contact | None) -> None:
    """Bind an invitation that is made now to the confirmed contacts and its addressee, inside the caller's transaction."""
    await bind(invitation.id, recipients_among(await confirmed_contacts(invitation.organisation), addressee))


def recipients_among(contacts: Iterable[Contact], addressee: Contact | None) -> set[int]:
    """Return the ids of the confirmed ones among some contacts, and of the addressee: letters about an invitation go to nobody else."""
    return {contact.id for contact in contacts if contact.confirmed_at} | ({addressee.id} if addressee else set())


async def bind(invitation_id: UUID, contact_ids: Iterable[int]) -> None:
    """Let letters about an invitation go to some contacts and to nobody else, inside the caller's transaction."""
    await InvitationRecipient.delete().where(InvitationRecipient.invitation == invitation_id)
    for contact_id in sorted(contact_ids):
        await put(InvitationRecipient, invitation=invitation_id, contact=contact_id)


async def add_recipient(invitation_id: UUID, contact_id: int) -> None:
    """Add the colleague to whom the holder hands an invitation over, inside the caller's transaction."""
    values: dict[str, Any] = {"invitation": invitation_id, "contact": contact_id}
    await put(InvitationRecipient, unless_there=True, **values)


def contact_to_invite(contacts: Sequence[Contact]) -> Contact | None:
    """Return the contact to invite of an organisation that nobody was invited for: the oldest confirmed one, else the oldest."""
    return next((contact for contact in contacts if contact.confirmed_at), contacts[0] if contacts else None)


def addressee_of(invitation: Invitation, recipients: Sequence[Contact]) -> Contact | None:
    """Return the recipient of a link to answer with: the contact that has the invitation, else the first other recipient."""
    first = recipients[0] if recipients else None
    return next((contact for contact in recipients if contact.id == invitation.contact), first)


async def confirm_recipient(link: Link, recipients: Iterable[Contact]) -> None:
    """Confirm the contact to whom a link was mailed, because an answer with it shows that the mailbox is theirs.

    A colleague who is not in the register enters it only by a coordinator: otherwise the register would show that somebody answered.
    """
    for contact in recipients:
        if contact.id == link.recipient and contact.registered and contact.confirmed_at is None:
            await confirm_contact(contact)
