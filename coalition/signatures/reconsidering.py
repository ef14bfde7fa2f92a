"""Taking a decline back while the text can be signed: the same invitation is open again, and the decline stays among the acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.acts import queries as acts
from coalition.acts.eligibility import check_window
from coalition.acts.errors import NotYetOpen, WindowClosed
from coalition.database import transaction
from coalition.invitations.chase_rows import refresh_rows
from coalition.invitations.inviting import digest_to_sign
from coalition.invitations.link_sessions import go_on_with
from coalition.invitations.links import FRESH_LASTS, check_link_again, make_answering_link
from coalition.invitations.tables import Invitation
from coalition.memoranda import queries as memoranda
from coalition.memoranda.happenings import happened
from coalition.signatures.errors import NothingToTakeBack
from coalition.trail import Actor, ActorKind, TrailAct

if TYPE_CHECKING:
    from piccolo.columns import Column

    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Memorandum

_BY_LINK = Actor(ActorKind.LINK)


def can_be_taken_back(memorandum: Memorandum) -> bool:
    """Whether a decline can be taken back today: until the last day for signature, and as long as the text is open for accession."""
    try:
        check_window(memorandum, clock.today())
    except NotYetOpen:
        return True
    except WindowClosed:
        return False
    return True


async def take_decline_back(opened: Opened, session: str) -> None:
    """Let an organisation that declined answer the same invitation again, with the edition in force.

    The session goes on. If it began with a link that was mailed to see the decline, it goes on with a new link to answer with.

    Raises:
        NothingToTakeBack: the last answer is no decline, or was taken back before; or the link is that of an earlier signature.
        WindowClosed: the memorandum cannot be signed any more.
        LinkExpired: the link was ended.

    """
    async with transaction():
        memorandum = await memoranda.locked(opened.memorandum.id)
        if not can_be_taken_back(memorandum):
            raise WindowClosed
        digest = await digest_to_sign(memorandum)
        invitation = opened.invitation
        await check_link_again(opened.link)
        declined = not opened.manages and await acts.declined_with(memorandum.id, invitation.organisation)
        if not declined or not await _reopen(opened, digest):
            raise NothingToTakeBack
        if opened.shows_decline:
            _, link = await make_answering_link(invitation.id, opened.link.recipient, lasts=FRESH_LASTS)
            await go_on_with(session, link)
        await refresh_rows(memorandum.id, [invitation.organisation])
        await trail.record(TrailAct.DECLINE_TAKEN_BACK, f"organisation:{invitation.organisation}", memorandum.id, actor=_BY_LINK)
        await happened(memorandum.id)


async def _reopen(opened: Opened, digest: str) -> bool:
    """Open the invitation again; of simultaneous requests only the first succeeds."""
    answered = (Invitation.id == opened.invitation.id) & Invitation.answered_at.is_not_null() & Invitation.revoked_at.is_null()
    values: dict[Column | str, Any] = {Invitation.answered_at: None, Invitation.digest: digest, Invitation.reconsidered_at: clock.now()}
    return bool(await Invitation.update(values).where(answered).returning(Invitation.id))
