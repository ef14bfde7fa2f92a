"""The recipients of letters to parties: the contact who answered for a party, or its first contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.invitations.queries import contacts_who_answered
from coalition.organisations import queries as organisations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coalition.organisations.tables import Contact
    from coalition.organisations.views import OrganisationView


async def addressees(memorandum_id: int, party_ids: Iterable[int]) -> list[tuple[OrganisationView, Contact]]:
    """Return parties with the contact who answered for them, or their first contact; a party without a contact is left out."""
    ids = list(party_ids)
    named = await organisations.views_by_id(ids)
    contacts = await organisations.contacts_of(ids)
    answered = await contacts_who_answered(memorandum_id, ids)
    return [(named[party], _contact(contacts[party], answered.get(party))) for party in ids if contacts.get(party)]


def _contact(contacts: Sequence[Contact], contact_id: int | None) -> Contact:
    return next((contact for contact in contacts if contact.id == contact_id), contacts[0])
