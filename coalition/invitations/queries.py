"""Reading invitations, their delegations and links (for the memorandum's coordinators)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from coalition.database import among, made_of, one_of, one_row, prepared, whole
from coalition.invitations.tables import Delegation, Invitation, Link, LinkPurpose
from coalition.memoranda.tables import SigningState
from coalition.organisations.tables import Contact

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import date, datetime

    from piccolo.columns import Column
    from piccolo.custom_types import Combinable
    from piccolo.query import Select


class HandedOver(Struct, frozen=True):
    """The last delegation of an invitation; the name is empty if the contact was removed since."""

    name: str
    at: datetime


async def handed_over(invitations: Iterable[UUID]) -> Mapping[UUID, HandedOver]:
    """Return the last delegation of each invitation that was delegated."""
    rows = (
        await Delegation.select(
            Delegation.invitation, Delegation.delegated_at, Delegation.contact.name.as_alias("name"), Delegation.contact.email.as_alias("email")
        )
        .where(one_of(Delegation.invitation, invitations))
        .order_by(Delegation.id)
    )
    return {row["invitation"]: HandedOver(row["name"] or row["email"] or "", row["delegated_at"]) for row in rows}


async def invitation_of(memorandum_id: int, organisation_id: int) -> Invitation | None:
    """Return an organisation's invitation."""
    return await one_row(Invitation, (Invitation.memorandum == memorandum_id) & (Invitation.organisation == organisation_id))


async def invitation_by_id(invitation_id: UUID) -> Invitation | None:
    """Return an invitation (for whoever holds a link to it)."""
    return await one_row(Invitation, Invitation.id == invitation_id)


async def invitations_of(memorandum_id: int, organisation_ids: Iterable[int]) -> Mapping[int, Invitation]:
    """Return the invitations of some organisations, by organisation (for letters only)."""
    ids = list(organisation_ids)
    if len(ids) == 1:
        invitation = await invitation_of(memorandum_id, ids[0])
        return {ids[0]: invitation} if invitation else {}
    theirs = (Invitation.memorandum == memorandum_id) & among(Invitation.organisation, ids)
    return {row["organisation"]: made_of(Invitation, row) for row in await Invitation.select(whole(Invitation)).where(theirs)}


async def was_revoked(invitation_id: UUID) -> bool:
    """Whether an invitation was revoked."""
    return bool(await Invitation.exists().where((Invitation.id == invitation_id) & Invitation.revoked_at.is_not_null()))


async def contact_of(invitation: Invitation) -> Contact | None:
    """Return the contact to whom an invitation went, unless that contact was removed (for letters only)."""
    return await one_row(Contact, Contact.id == invitation.contact) if invitation.contact else None


async def without_answer(memorandum_id: int, only: Iterable[int] | None, *, reminded_before: date, after: int, limit: int) -> list[Invitation]:
    """Return the next open invitations that were not reminded on or after that day, of all organisations or of some, in the order of their ids."""
    waiting = (Invitation.memorandum == memorandum_id) & Invitation.answered_at.is_null() & Invitation.revoked_at.is_null()
    due = Invitation.reminded_on.is_null() | (Invitation.reminded_on < reminded_before)
    waiting &= Invitation.organisation > after
    if only is not None:
        waiting &= among(Invitation.organisation, only)
    return await Invitation.objects().where(waiting & due).order_by(Invitation.organisation).limit(limit)


async def invited_under_merged_entry(memorandum_id: int, organisation_ids: Iterable[int]) -> set[int]:
    """Return those organisations of which an entry that was merged into them can still answer an invitation: they need no second one."""
    return {row["remaining"] for row in await _invited_under_merged(memorandum_id, [*organisation_ids])}


@prepared
def _invited_under_merged(memorandum_id: int, organisation_ids: Collection[int]) -> Select[Invitation]:
    waiting = (Invitation.memorandum == memorandum_id) & Invitation.answered_at.is_null() & Invitation.revoked_at.is_null()
    remaining = Invitation.organisation.merged_into
    return Invitation.select(remaining.as_alias("remaining")).where(waiting & among(remaining, organisation_ids))


async def can_be_answered(these: Callable[[Column, Column], Combinable]) -> list[tuple[int, int]]:
    """Return the organisation and memorandum of each invitation that can be answered now, with a condition on both (for those who work on it)."""
    waiting = Invitation.answered_at.is_null() & Invitation.revoked_at.is_null() & these(Invitation.organisation, Invitation.memorandum)
    open_now = one_of(Invitation.memorandum.signing_state, (SigningState.OPEN.value, SigningState.ACCESSION_ONLY.value))
    rows = await Invitation.select(Invitation.organisation, Invitation.memorandum).where(waiting & open_now)
    return [(row["organisation"], row["memorandum"]) for row in rows]


async def waiting_after(memorandum_id: int, after: int, limit: int) -> list[Invitation]:
    """Return the next invitations without an answer that were not revoked, in the order of their organisations."""
    waiting = (Invitation.memorandum == memorandum_id) & Invitation.answered_at.is_null() & Invitation.revoked_at.is_null()
    return await Invitation.objects().where(waiting & (Invitation.organisation > after)).order_by(Invitation.organisation).limit(limit)


async def link_exists(token_hash: str) -> bool:
    """Whether a link with this hash exists."""
    return bool(await Link.exists().where(Link.token_hash == token_hash))


async def colleague_asked(invitation_id: UUID) -> bool:
    """Whether a second person of the organisation got a letter about the answer to an invitation."""
    return bool(await Link.exists().where((Link.invitation == invitation_id) & (Link.purpose == LinkPurpose.VOUCH.value)))
