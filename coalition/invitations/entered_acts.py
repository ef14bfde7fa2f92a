"""The invitation row of an organisation whose act was entered on its behalf: it asks nothing, and carries the private link of the receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import put
from coalition.invitations.chase_rows import refresh_rows
from coalition.invitations.queries import invitation_of
from coalition.invitations.recipient_queries import recipients_of
from coalition.invitations.recipients import choose_recipients
from coalition.invitations.tables import Invitation
from coalition.memoranda import edition_queries

if TYPE_CHECKING:
    from piccolo.columns import Column

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Contact


async def keep_for_receipt(memorandum: Memorandum, organisation_id: int, contact: Contact) -> Invitation:
    """Return the invitation that the link of an entered act belongs to, inside the caller's transaction.

    An invitation on record keeps its recipients. Without recipients, or without an invitation, they are chosen now.
    """
    invitation = await invitation_of(memorandum.id, organisation_id)
    if invitation is None:
        columns: dict[str, Any] = {"memorandum": memorandum.id, "organisation": organisation_id, "contact": contact.id, "asked": False}
        columns |= {"digest": await edition_queries.latest_digest(memorandum.id) or "", "invited_at": clock.now(), "answered_at": clock.now()}
        invitation = await put(Invitation, **columns)
    elif await recipients_of(invitation.id):
        return invitation
    values: dict[Column | str, Any] = {Invitation.contact: contact.id}
    await Invitation.update(values).where(Invitation.id == invitation.id)
    await choose_recipients(invitation, contact)
    await refresh_rows(memorandum.id, [organisation_id])
    return invitation
