"""Inviting organisations, and revoking an invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.acts.eligibility import check_may_sign
from coalition.acts.errors import WindowClosed
from coalition.acts.parties import acting
from coalition.acts.queries import annulled_acts
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.invitations import queries
from coalition.invitations.letters import Invited, send_link
from coalition.invitations.links import end_links_of
from coalition.invitations.reminding import recipient
from coalition.invitations.tables import Invitation, Link, LinkPurpose
from coalition.languages import Message
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, broken_rule
from coalition.memoranda.errors import NotOpen
from coalition.organisations import queries as organisations
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from piccolo.columns import Column

    from coalition.invitations.forms import InvitingForm
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Contact
    from coalition.organisations.views import OrganisationView


async def invite(memorandum: Memorandum, form: InvitingForm) -> list[Invited]:
    """Invite organisations to sign; each has at most one invitation. A revoked invitation becomes valid again, without its old links.

    An organisation that was invited before and has not answered gets a further link. An organisation whose signature or support
    stands is left out. An organisation that declined, or whose act was withdrawn, annulled or lapsed, is invited again; its earlier
    answer stays on record.

    Raises:
        InvalidForm: an organisation is not in the register.
        NotAuthenticated: the text is not fixed, so that there is nothing to sign.
        WindowClosed: the memorandum cannot be signed any more.
        OnlyParticipants: an organisation may not sign by today's signature rule.

    """
    ids = await organisations.ids_by_slug(form.organisations)
    unknown = {f"organisations/{at}": _unknown(slug) for at, slug in enumerate(form.organisations) if slug not in ids}
    if unknown:
        raise InvalidForm(unknown)
    async with transaction():
        digest = await _digest_to_sign(memorandum)
        await check_may_sign(memorandum, ids.values())
        named = await organisations.views_by_id(ids.values())
        contacts = await organisations.contacts_of(ids.values())
        acting_ids = await acting(memorandum.id)
        invited_ids = [ids[slug] for slug in dict.fromkeys(form.organisations) if ids[slug] not in acting_ids]
        return [await _invite(memorandum, digest, named[party], contacts.get(party, []), send=form.send) for party in invited_ids]


async def invite_one(memorandum: Memorandum, organisation_id: int, contact: Contact | None = None) -> Invited | None:
    """Invite one organisation and mail the link to `contact`, or to its first contact; None if its signature or support stands.

    Raises:
        NotAuthenticated, WindowClosed: as `invite`.

    """
    async with transaction():
        digest = await _digest_to_sign(memorandum)
        if organisation_id in await acting(memorandum.id):
            return None
        organisation = (await organisations.views_by_id([organisation_id]))[organisation_id]
        contacts = [contact] if contact else (await organisations.contacts_of([organisation_id])).get(organisation_id, [])
        return await _invite(memorandum, digest, organisation, contacts, send=True)


def _unknown(slug: str) -> Message:
    return Message("No organisation with the address name {slug} is in the register.", slug=slug)


async def _digest_to_sign(memorandum: Memorandum) -> str:
    row = await memoranda.locked(memorandum.id)
    error = broken_rule(Action.INVITE, Situation(row))
    if error:
        raise WindowClosed if error is NotOpen else error
    edition = await edition_queries.latest_edition(row.id)
    return str(edition.digest)


async def _invite(memorandum: Memorandum, digest: str, organisation: OrganisationView, contacts: Sequence[Contact], *, send: bool) -> Invited:
    invitation = await queries.invitation_of(memorandum.id, organisation.id)
    contact = recipient(invitation, contacts)
    if invitation is None:
        columns: dict[str, Any] = {"memorandum": memorandum.id, "organisation": organisation.id, "digest": digest, "invited_at": clock.now()}
        invitation = Invitation(**columns, contact=contact.id if contact else None)
        await Invitation.insert(invitation)
    elif invitation.answered_at:
        await _end_links_of_annulled(invitation)
        await reopen(invitation, digest, contact)
    else:
        if invitation.revoked_at:
            await _end_links_to_answer(invitation)
        values: dict[Column | str, Any] = {Invitation.revoked_at: None, Invitation.digest: digest}
        values[Invitation.contact] = contact.id if contact else None
        await Invitation.update(values).where(Invitation.id == invitation.id)
    await trail.record(TrailAct.INVITED, f"organisation:{organisation.id}", memorandum.id)
    return await send_link("invitation", memorandum, invitation.id, organisation, contact if send else None)


async def reopen(invitation: Invitation, digest: str, contact: Contact | None) -> None:
    """Let an invitation be answered again, inside the caller's transaction; old links to answer end, the signer's own link stays valid."""
    await _end_links_to_answer(invitation)
    values: dict[Column | str, Any] = {
        Invitation.digest: digest,
        Invitation.invited_at: clock.now(),
        Invitation.contact: contact.id if contact else None,
    }
    values |= dict.fromkeys((Invitation.answered_at, Invitation.visited_at, Invitation.revoked_at, Invitation.reminded_on))
    await Invitation.update(values | {Invitation.reminders: 0}).where(Invitation.id == invitation.id)


async def _end_links_to_answer(invitation: Invitation) -> None:
    await Link.delete().where((Link.invitation == invitation.id) & (Link.purpose == LinkPurpose.ANSWER.value))


async def _end_links_of_annulled(invitation: Invitation) -> None:
    """End the links that annulled acts created: their holders could otherwise open the new answer of the organisation."""
    annulled = await annulled_acts(invitation.memorandum, invitation.organisation)
    if annulled:
        await end_links_of(invitation.id, annulled)


async def revoke(memorandum: Memorandum, invitation_id: UUID) -> None:
    """Revoke an invitation that was not answered; one that was answered does not change."""
    own_invitation = (Invitation.id == invitation_id) & (Invitation.memorandum == memorandum.id)
    async with transaction():
        still_open = own_invitation & Invitation.answered_at.is_null() & Invitation.revoked_at.is_null()
        revoked = await Invitation.update({Invitation.revoked_at: clock.now()}).where(still_open).returning(Invitation.organisation)
        for row in revoked:
            await trail.record(TrailAct.INVITATION_REVOKED, f"organisation:{row['organisation']}", memorandum.id)
