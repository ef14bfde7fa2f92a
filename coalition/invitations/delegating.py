"""Handing an invitation over to a colleague of the same organisation: the colleague gets a new link, the old links end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock
from coalition.database import transaction
from coalition.invitations import link_queries, queries
from coalition.invitations.contacts import known_or_added
from coalition.invitations.errors import LinkRevoked, LinkUsed
from coalition.invitations.letters import letter_language, send_link
from coalition.invitations.links import check_link_again
from coalition.invitations.tables import Delegation, Invitation, Link, SigningSession
from coalition.mail.writing import write_letter
from coalition.organisations import queries as organisations
from coalition.organisations.forms import ContactForm

if TYPE_CHECKING:
    from coalition.invitations.forms import DelegationForm
    from coalition.invitations.links import Opened


async def delegate(opened: Opened, form: DelegationForm) -> None:
    """Make the colleague a contact of the organisation and mail them a link; earlier links to answer end, with their sessions.

    The invited contact gets a letter about it, so that nobody who stole the link can pass it on unnoticed.

    Raises:
        LinkUsed, LinkRevoked, LinkExpired: the invitation was answered, revoked or handed over before.

    """
    async with transaction():
        await _check_open(opened.invitation)
        await check_link_again(opened.link)
        organisation = await organisations.by_id(opened.invitation.organisation)
        assert organisation is not None  # noqa: S101 -- the foreign key forbids it
        before = await queries.contact_of(opened.invitation)
        colleague = await known_or_added(organisation, ContactForm(name=form.name, email=form.email, language=form.language))
        await _stop_links(opened.invitation)
        await Invitation.update({Invitation.contact: colleague.id}).where(Invitation.id == opened.invitation.id)
        await Delegation.insert(Delegation(invitation=opened.invitation.id, contact=colleague.id, delegated_at=clock.now()))
        named = (await organisations.views_by_id([organisation.id]))[organisation.id]
        await send_link("delegation", opened.memorandum, opened.invitation.id, named, colleague)
        if before and before.id != colleague.id:
            await write_letter("delegated", address=before.email, language=letter_language(before), name=before.name)


async def _check_open(invitation: Invitation) -> None:
    """Lock the invitation until the transaction ends, so that it cannot be answered; refuse one that is not open."""
    still_open = (Invitation.id == invitation.id) & Invitation.answered_at.is_null() & Invitation.revoked_at.is_null()
    if await Invitation.update({Invitation.visited_at: invitation.visited_at}).where(still_open).returning(Invitation.id):
        return
    raise LinkRevoked if await queries.was_revoked(invitation.id) else LinkUsed


async def _stop_links(invitation: Invitation) -> None:
    await SigningSession.delete().where(SigningSession.link.is_in(link_queries.ids_of_answering_links(invitation.id)))
    await Link.update({Link.expires_at: clock.now()}).where(link_queries.answers(invitation.id))
