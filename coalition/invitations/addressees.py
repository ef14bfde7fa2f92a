"""The recipients of letters about invitations: those that were chosen when the organisation was invited; a later change of contacts adds nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.invitations.queries import invitations_of
from coalition.invitations.recipient_queries import acted_first, confirmed_contacts, recipients_by_invitation
from coalition.invitations.recipients import addressee_of
from coalition.organisations import queries as organisations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coalition.invitations.tables import Invitation
    from coalition.organisations.tables import Contact
    from coalition.organisations.views import OrganisationView


class Addressee(Struct, frozen=True):
    """An organisation, the contact to whom letters about it go, and its invitation (None if its act was recorded on its behalf)."""

    organisation: OrganisationView
    contact: Contact
    invitation: Invitation | None


async def addressees(memorandum_id: int, party_ids: Iterable[int]) -> list[Addressee]:
    """Return parties with the contact who has the invitation, or another recipient of it; a party without one is left out.

    A party that was never invited is written to at the oldest contact that was confirmed before its act was recorded.
    """
    ids = list(party_ids)
    named = await organisations.views_by_id(ids)
    invitations = await invitations_of(memorandum_id, ids)
    recipients = await recipients_by_invitation(invitation.id for invitation in invitations.values())
    acted = await acted_first(memorandum_id, ids)
    found = []
    for party in ids:
        invitation = invitations.get(party)
        if invitation:
            contact = addressee_of(invitation, recipients.get(invitation.id, []))
        else:
            contact = next(iter(await confirmed_contacts(party, before=acted.get(party))), None)
        if contact:
            found.append(Addressee(named[party], contact, invitation))
    return found


async def addressees_of(waiting: Sequence[Invitation]) -> list[tuple[Invitation, Addressee]]:
    """Return open invitations with the contact to write to; one without a recipient is left out. It locks their organisations."""
    await organisations.lock(invitation.organisation for invitation in waiting)
    named = await organisations.views_by_id(invitation.organisation for invitation in waiting)
    recipients = await recipients_by_invitation(invitation.id for invitation in waiting)
    contacts = [(invitation, addressee_of(invitation, recipients.get(invitation.id, []))) for invitation in waiting]
    return [(invitation, Addressee(named[invitation.organisation], contact, invitation)) for invitation, contact in contacts if contact]
