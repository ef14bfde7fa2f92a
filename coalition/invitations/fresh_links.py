"""Fresh links for those whose link does not work any more: only by letter, and only to the contacts of the invitation.

Asking takes the same work and gets the same answer for every token; a job decides later whether a letter is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.acts import queries as acts
from coalition.addresses import url_for
from coalition.database import transaction
from coalition.invitations import link_queries, queries
from coalition.invitations.chase_rows import refresh_rows
from coalition.invitations.errors import LinkClosed
from coalition.invitations.letters import letter_language
from coalition.invitations.links import FRESH_LASTS, Opened, check_question, is_valid, make_answering_link, make_link, valid_until
from coalition.invitations.recipient_queries import recipients_of
from coalition.invitations.recipients import addressee_of
from coalition.invitations.tables import Invitation, LinkPurpose
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.mail.writing import Concerns, write_letter
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.memoranda.answering_queries import answering_for
from coalition.memoranda.tables import SigningState
from coalition.people.tokens import hash_of
from coalition.settings import load
from coalition.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from piccolo.columns import Column

    from coalition.invitations.tables import Link
    from coalition.organisations.tables import Contact

MOST_A_DAY = 3  # requests for one invitation that lead to letters

# What else may have private links: steps are given the hash of the token.
_others: Steps[str] = Steps()
when_no_invitation = _others.add


async def ask_for_fresh_link(token: str) -> None:
    """Ask for a fresh link in place of the one with a token, which need not exist."""
    await ask_by_hash(hash_of(token))


async def ask_by_hash(token_hash: str) -> None:
    """Ask for a fresh link in place of the one whose token has this hash."""
    async with transaction():
        await enqueue("fresh_link", {"link": token_hash})


@handles("fresh_link")
async def send_fresh_links(payload: Mapping[str, Any]) -> None:
    """Mail fresh links to the contacts of an invitation, if there is something that they can be for; three times a day at most."""
    link = await link_queries.link_by_hash(payload["link"])
    if link is None:
        await _others.run(payload["link"])
        return
    async with transaction():
        invitation = await queries.invitation_by_id(link.invitation)
        if invitation is None:  # pragma: no cover -- the foreign key forbids it
            return
        memorandum = await memoranda.locked(invitation.memorandum)
        invitation = await queries.invitation_by_id(link.invitation) or invitation
        if not _may_get_links(invitation):
            return
        opened = Opened(link, invitation, memorandum)
        letters = await _links_for(opened, await recipients_of(invitation.id))
        if letters:
            values: dict[Column | str, Any] = {Invitation.fresh_links_on: clock.today(), Invitation.fresh_links: _asked_today(invitation) + 1}
            await Invitation.update(values).where(Invitation.id == invitation.id)
        for contact, token, fresh in letters:
            await _write(opened, contact, token, fresh)
        await refresh_rows(memorandum.id, [invitation.organisation])


def _may_get_links(invitation: Invitation) -> bool:
    return invitation.revoked_at is None and _asked_today(invitation) < MOST_A_DAY


def _asked_today(invitation: Invitation) -> int:
    return invitation.fresh_links if invitation.fresh_links_on == clock.today() else 0


_Made = list[tuple["Contact", str, "Link"]]


async def _links_for(opened: Opened, recipients: list[Contact]) -> _Made:
    """Create what fits the link in whose place they are sent: to confirm a colleague's act, to see a decline, to manage an answer, or to answer."""
    if opened.vouches:
        return await _to_vouch(opened, recipients)
    declined = await acts.declined_with(opened.memorandum.id, opened.invitation.organisation)
    if declined and opened.invitation.answered_at and not opened.manages:
        return await _to_reconsider(opened, recipients, declined)
    if opened.manages or opened.invitation.answered_at:
        return await _to_manage(opened, recipients)
    return await _to_answer(opened, recipients)


async def _to_vouch(opened: Opened, recipients: list[Contact]) -> _Made:
    """Return a fresh link for the second person who was asked, if the answer is still awaited."""
    contact = next((contact for contact in recipients if contact.id == opened.link.recipient), None)
    try:
        await check_question(opened, even_expired=True)
    except LinkClosed:
        return []
    if contact is None:
        return []
    return [(contact, *await make_link(opened.invitation.id, LinkPurpose.VOUCH, act=opened.link.act, recipient=contact.id))]


async def _to_manage(opened: Opened, recipients: list[Contact]) -> _Made:
    """Return a fresh link for each recipient, if there is a signature or support on record."""
    own = await acts.own_record(opened.memorandum.id, opened.invitation.organisation)
    if own is None or own.root is None:
        return []
    made = []
    for contact in recipients:
        token, fresh = await make_link(opened.invitation.id, LinkPurpose.FRESH, act=own.root.id, recipient=contact.id)
        made.append((contact, token, fresh))
    return made


async def _to_reconsider(opened: Opened, recipients: list[Contact], declined: UUID) -> _Made:
    """Return a link to the decline for the contact who has the invitation; nobody else may answer with it after taking it back."""
    contact = addressee_of(opened.invitation, recipients)
    if contact is None:
        return []
    return [(contact, *await make_link(opened.invitation.id, LinkPurpose.DECLINED, act=declined, recipient=contact.id))]


async def _to_answer(opened: Opened, recipients: list[Contact]) -> _Made:
    """Return a link to answer for the contact who has the invitation, for the text in force; none after the window has closed.

    A link that works is not replaced, so that nobody can end it by asking.
    """
    if await is_valid(opened):
        return []
    contact = addressee_of(opened.invitation, recipients)
    digest = await edition_queries.latest_digest(opened.memorandum.id)
    is_over = opened.memorandum.signing_state in {SigningState.CLOSED, SigningState.ENDED}
    if contact is None or digest is None or is_over:
        return []
    values: dict[Column | str, Any] = {Invitation.digest: digest, Invitation.contact: contact.id}
    await Invitation.update(values).where(Invitation.id == opened.invitation.id)
    made = (contact, *await make_answering_link(opened.invitation.id, contact.id, lasts=FRESH_LASTS))
    return [made] if valid_until(made[2], opened.memorandum) > clock.now() else []


async def _write(opened: Opened, contact: Contact, token: str, fresh: Link) -> None:
    """Write the letter, which names neither the text nor the organisation."""
    language = letter_language(contact)
    await write_letter(
        "fresh_link",
        address=contact.email,
        language=language,
        answering=await answering_for(opened.memorandum.id),
        about=f"invitation:{opened.invitation.id}" if fresh.purpose == LinkPurpose.ANSWER else "",
        concerns=Concerns(opened.memorandum.id, opened.invitation.organisation),
        name=contact.name,
        succeeding=False,
        link=load().base_url + url_for("signing.invitation.show", lang=language, token=token),
        expires=valid_until(fresh, opened.memorandum),
    )
