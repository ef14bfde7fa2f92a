"""Who acts with a private link: the organisation that signed, or its successor under its own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.invitations.recipient_queries import organisation_of_contact
from coalition.organisations.event_queries import successors_of

if TYPE_CHECKING:
    from coalition.invitations.links import Opened


async def acting_successor(opened: Opened) -> int | None:
    """Return the id of the successor to whose contact the link was sent; None if the organisation acts itself."""
    holder = await organisation_of_contact(opened.link.recipient) if opened.link.recipient else None
    party = opened.invitation.organisation
    return holder if holder and await succeeds(holder, party) else None


async def succeeds(organisation_id: int, party: int) -> bool:
    """Whether an organisation may act as the successor of a party: an event on record says that it came after it."""
    return organisation_id != party and organisation_id in await successors_of(party)
