"""Ending the private links of an invitation: by the signer, who may fear for a letter, or by a coordinator at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import trail
from coalition.database import transaction
from coalition.invitations import queries as invitations
from coalition.invitations.ending_links import end_all_links, end_managing_links, end_session
from coalition.signatures.disclosing import stop_requests
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Memorandum


async def end_own_links(opened: Opened, session: str) -> None:
    """End the links with which a signer sees and changes the answer, and their own session; a request that waits is stopped.

    Afterwards only a fresh link helps, which goes by letter to the contacts of the invitation.
    """
    async with transaction():
        await end_session(session, opened)
        await end_managing_links(opened.invitation.id)
        await stop_requests(opened.memorandum.id, opened.invitation.organisation)


async def end_links_at_desk(memorandum: Memorandum, organisation_id: int) -> None:
    """End every private link of an organisation's invitation, for a coordinator who fears that a stranger has one."""
    async with transaction():
        invitation = await invitations.invitation_of(memorandum.id, organisation_id)
        if invitation:
            await end_all_links(invitation.id)
            await stop_requests(memorandum.id, organisation_id)
            await trail.record(TrailAct.LINKS_REVOKED, about=f"organisation:{organisation_id}", memorandum=memorandum.id)
