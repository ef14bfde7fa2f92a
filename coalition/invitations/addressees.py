"""Where letters to parties go: to the contact who answered for them, else to their first one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.invitations.tables import Invitation
from coalition.organisations import queries as organisations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition.organisations.tables import Contact
    from coalition.organisations.views import OrganisationView


async def addressees(memorandum_id: int, party_ids: Iterable[int]) -> list[tuple[OrganisationView, Contact]]:
    """Return parties with the contact who answered for them, else their first one; a party without a contact is left out."""
    ids = list(party_ids)
    named = await organisations.views_by_id(ids)
    contacts = await organisations.contacts_of(ids)
    mine = (Invitation.memorandum == memorandum_id) & Invitation.organisation.is_in(ids or [0])
    answered = {one.organisation: one.contact for one in await Invitation.objects().where(mine)}
    return [(named[one], _contact(contacts[one], answered.get(one))) for one in ids if contacts.get(one)]


def _contact(known: list[Contact], wanted: int | None) -> Contact:
    return next((one for one in known if one.id == wanted), known[0])
