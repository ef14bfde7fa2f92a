"""Handing an invitation over to a colleague of the same organisation: the colleague gets a link of this invitation, the old links end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock
from coalition.database import transaction
from coalition.invitations import queries
from coalition.invitations.contacts import colleague
from coalition.invitations.ending_links import end_answering_links, end_session
from coalition.invitations.errors import LinkRevoked, LinkUsed
from coalition.invitations.letters import letter_language, send_link
from coalition.invitations.links import check_link_again
from coalition.invitations.recipients import add_recipient
from coalition.invitations.tables import Delegation, Invitation
from coalition.mail.writing import Concerns, write_letter
from coalition.memoranda.answering_queries import answering_for
from coalition.memoranda.happenings import happened
from coalition.organisations import queries as organisations
from coalition.organisations.forms import ContactForm

if TYPE_CHECKING:
    from coalition.invitations.forms import DelegationForm
    from coalition.invitations.links import Opened


async def delegate(opened: Opened, session: str, form: DelegationForm) -> None:
    """Mail the colleague a link of this invitation; earlier links to answer end, with their sessions, that of the holder among them.

    The colleague does not enter the register, so that no other invitation goes to an address that the holder of a link typed.
    The invited contact gets a letter about it, so that nobody who stole the link can pass it on unnoticed.

    Raises:
        LinkUsed, LinkRevoked, LinkExpired: the invitation was answered, revoked or handed over before.

    """
    async with transaction():
        await _check_open(opened.invitation)
        await check_link_again(opened.link)
        organisation_id = opened.invitation.organisation
        before = await queries.contact_of(opened.invitation)
        heir = await colleague(organisation_id, ContactForm(name=form.name, email=form.email, language=form.language))
        await end_session(session, opened)
        await end_answering_links(opened.invitation.id)
        await Invitation.update({Invitation.contact: heir.id}).where(Invitation.id == opened.invitation.id)
        await add_recipient(opened.invitation.id, heir.id)
        await Delegation.insert(Delegation(invitation=opened.invitation.id, contact=heir.id, delegated_at=clock.now()))
        await happened(opened.memorandum.id)
        named = (await organisations.views_by_id([organisation_id]))[organisation_id]
        await send_link("delegation", opened.memorandum, opened.invitation.id, named, heir)
        if before and before.id != heir.id:
            answering, about = await answering_for(opened.memorandum.id), Concerns(opened.memorandum.id, organisation_id)
            language = letter_language(before)
            await write_letter("delegated", address=before.email, language=language, answering=answering, concerns=about, name=before.name)


async def _check_open(invitation: Invitation) -> None:
    """Lock the invitation until the transaction ends, so that it cannot be answered; refuse one that is not open."""
    still_open = (Invitation.id == invitation.id) & Invitation.answered_at.is_null() & Invitation.revoked_at.is_null()
    if await Invitation.update({Invitation.visited_at: invitation.visited_at}).where(still_open).returning(Invitation.id):
        return
    raise LinkRevoked if await queries.was_revoked(invitation.id) else LinkUsed
