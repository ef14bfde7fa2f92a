"""The private link of a signatory that was merged or succeeded, sent to its successor, which then acts under its own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import trail
from coalition.acts import queries as acts
from coalition.acts.histories import level_of
from coalition.acts.letter_times import leaves_at
from coalition.addresses import url_for
from coalition.database import transaction
from coalition.invitations.chase_rows import refresh_rows
from coalition.invitations.entered_acts import keep_for_receipt
from coalition.invitations.letters import letter_language
from coalition.invitations.links import make_link, valid_until
from coalition.invitations.recipient_queries import confirmed_contacts
from coalition.invitations.recipients import add_recipient
from coalition.invitations.tables import LinkPurpose
from coalition.mail.writing import Concerns, write_letter
from coalition.memoranda import queries as memoranda
from coalition.memoranda.answering_queries import answering_for
from coalition.organisations.event_queries import present_successor
from coalition.organisations.queries import views_by_id
from coalition.organisations.tables import Contact
from coalition.organisations.views import OrganisationView
from coalition.settings import load
from coalition.signatures.errors import NoContact, NoSuccessorKnown
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.acts.queries import OwnRecord
    from coalition.memoranda.tables import Memorandum


async def send_to_successor(memorandum: Memorandum, organisation_id: int) -> None:
    """Send the successor of an organisation a private link to its act; from then on letters about it go to that contact too.

    Raises:
        NothingStands: no signature or support of the organisation stands.
        NoSuccessorKnown: no event on record names its successor.
        NoContact: the successor has no confirmed contact.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        standing = await acts.standing_of(row.id, organisation_id)
        contact = await successor_contact(organisation_id)
        invitation = await keep_for_receipt(row, organisation_id, contact)
        await add_recipient(invitation.id, contact.id)
        await refresh_rows(row.id, [organisation_id])
        token, link = await make_link(invitation.id, LinkPurpose.FRESH, act=standing.root.id, recipient=contact.id)
        language = letter_language(contact)
        await write_letter(
            "fresh_link",
            address=contact.email,
            language=language,
            concerns=Concerns(row.id, organisation_id),
            answering=await answering_for(row.id),
            not_before=leaves_at(level_of(standing.history)),
            name=contact.name,
            succeeding=True,
            link=load().base_url + url_for("signing.invitation.show", lang=language, token=token),
            expires=valid_until(link, row),
        )
        await trail.record(TrailAct.RECEIPT_SENT, f"organisation:{organisation_id}", row.id)


class SuccessorOffer(Struct, frozen=True):
    """The successor of an organisation, and its contact who would get the private link (None if it has no confirmed one)."""

    organisation: OrganisationView
    contact: Contact | None


async def successor_offered(own: OwnRecord) -> SuccessorOffer | None:
    """Return the successor to whom a private link can be sent (for those who work on the memorandum); None unless the act stands."""
    if own.root is None or not own.stands:
        return None
    successor = await present_successor(own.root.organisation)
    if successor is None:
        return None
    contact = next(iter(await confirmed_contacts(successor)), None)
    return SuccessorOffer((await views_by_id([successor]))[successor], contact)


async def successor_contact(organisation_id: int) -> Contact:
    """Return the contact of the present successor that confirmed first.

    Raises:
        NoSuccessorKnown, NoContact: as `send_to_successor`.

    """
    successor = await present_successor(organisation_id)
    if successor is None:
        raise NoSuccessorKnown
    contact = next(iter(await confirmed_contacts(successor)), None)
    if contact is None:
        raise NoContact
    return contact
