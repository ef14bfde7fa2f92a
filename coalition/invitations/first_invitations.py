"""Inviting several organisations that were never invited to a text: with as many queries for many as for one, apart from their letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from msgspec import Struct

from coalition import clock, trail
from coalition.database import put_rows
from coalition.invitations.chase_rows import refresh_rows
from coalition.invitations.first_letters import INVITATION
from coalition.invitations.letters import Invited, answering_address, letter_language, write_link_letter
from coalition.invitations.links import INVITATION_LASTS, would_end
from coalition.invitations.recipients import contact_to_invite, recipients_among
from coalition.invitations.tables import Invitation, InvitationRecipient, Link, LinkPurpose
from coalition.organisations import queries as organisations
from coalition.people.tokens import new_token
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from coalition.invitations.letters import Subject
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Contact
    from coalition.organisations.views import OrganisationView


class _First(Struct, frozen=True):
    """A first invitation: its organisation, the contacts on record, the one that is invited, and the link."""

    id: UUID
    organisation: OrganisationView
    contacts: Sequence[Contact]
    addressee: Contact | None
    token: str
    token_hash: str

    @property
    def recipients(self) -> list[int]:
        """The ids of the contacts to whom letters about the invitation may go."""
        return sorted(recipients_among(self.contacts, self.addressee))


async def invite_first(
    memorandum: Memorandum, digest: str, named: Sequence[OrganisationView], subject: Subject | None, words: Mapping[str, str]
) -> list[Invited]:
    """Invite organisations that were never invited, inside the caller's transaction; with a `subject`, letters are written."""
    if not named:
        return []
    contacts = await organisations.contacts_of([organisation.id for organisation in named])
    firsts = [_first(organisation, contacts.get(organisation.id, [])) for organisation in named]
    await _put(memorandum, digest, firsts, mailed=subject is not None)
    expires, invited = would_end(memorandum), list[Invited]()
    for first in firsts:
        await trail.record(TrailAct.INVITED, f"organisation:{first.organisation.id}", memorandum.id)
        contact = first.addressee if subject else None
        address = answering_address(first.token, letter_language(contact))
        if contact and subject:
            about = (memorandum, first.id, first.organisation, contact)
            await write_link_letter(INVITATION, *about, subject=subject, words=words, link=address, expires=expires)
        invited.append(Invited(first.organisation.slug, address, expires, mailed=contact is not None))
    await refresh_rows(memorandum.id, [organisation.id for organisation in named])
    return invited


def _first(organisation: OrganisationView, contacts: Sequence[Contact]) -> _First:
    return _First(uuid4(), organisation, contacts, contact_to_invite(contacts), *new_token())


async def _put(memorandum: Memorandum, digest: str, firsts: Iterable[_First], *, mailed: bool) -> None:
    """Insert invitations, whom letters about them may go to, and their links."""
    now = clock.now()
    invitations, recipients, links = list[dict[str, Any]](), list[dict[str, Any]](), list[dict[str, Any]]()
    for first in firsts:
        contact = first.addressee.id if first.addressee else None
        row: dict[str, Any] = {"id": first.id, "memorandum": memorandum.id, "organisation": first.organisation.id, "contact": contact}
        invitations.append(row | {"digest": digest, "invited_at": now})
        recipients += [{"invitation": first.id, "contact": number} for number in first.recipients]
        link = {"invitation": first.id, "purpose": LinkPurpose.ANSWER.value, "token_hash": first.token_hash, "made_at": now}
        links.append(link | {"recipient": contact if mailed else None, "expires_at": now + INVITATION_LASTS})
    await put_rows(Invitation, invitations)
    await put_rows(InvitationRecipient, recipients)
    await put_rows(Link, links)
