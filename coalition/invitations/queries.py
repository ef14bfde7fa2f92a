"""Finding invitations, and to whom they were handed over (for the memorandum's coordinators)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from coalition.database import one_row
from coalition.invitations.tables import Delegation, Invitation, Link, LinkPurpose
from coalition.organisations.tables import Contact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime


class HandedOver(Struct, frozen=True):
    """The last delegation of an invitation; the name is empty when the contact was removed since."""

    name: str
    at: datetime


async def handed_over(invitations: Iterable[UUID]) -> Mapping[UUID, HandedOver]:
    """Return the last delegation of each invitation that was delegated."""
    rows = (
        await Delegation.select(
            Delegation.invitation, Delegation.delegated_at, Delegation.contact.name.as_alias("name"), Delegation.contact.email.as_alias("email")
        )
        .where(Delegation.invitation.is_in(list(invitations) or [UUID(int=0)]))
        .order_by(Delegation.id)
    )
    return {row["invitation"]: HandedOver(row["name"] or row["email"] or "", row["delegated_at"]) for row in rows}


async def invitation_of(memorandum_id: int, organisation_id: int) -> Invitation | None:
    """Return an organisation's invitation."""
    return await one_row(Invitation, (Invitation.memorandum == memorandum_id) & (Invitation.organisation == organisation_id))


async def invited_contact(memorandum_id: int, organisation_id: int) -> Contact | None:
    """Return the contact to whom an organisation's invitation went, if it went to one who is still known (for letters only)."""
    invitation = await invitation_of(memorandum_id, organisation_id)
    return await one_row(Contact, Contact.id == invitation.contact) if invitation and invitation.contact else None


async def without_answer(memorandum_id: int, *, reminded_before: date) -> list[Invitation]:
    """Return open invitations that were not reminded on or after that day."""
    waiting = (Invitation.memorandum == memorandum_id) & Invitation.answered_at.is_null() & Invitation.revoked_at.is_null()
    due = Invitation.reminded_on.is_null() | (Invitation.reminded_on < reminded_before)
    return await Invitation.objects().where(waiting & due).order_by(Invitation.invited_at)


async def link_exists(token_hash: str) -> bool:
    """Whether a link with this hash is kept."""
    return bool(await Link.exists().where(Link.token_hash == token_hash))


async def colleague_asked(invitation_id: UUID) -> bool:
    """Whether a second person of the organisation was written to about the answer to an invitation."""
    return bool(await Link.exists().where((Link.invitation == invitation_id) & (Link.purpose == LinkPurpose.VOUCH.value)))
