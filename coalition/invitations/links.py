"""Private links: checking a link, and exchanging it for a signing session of thirty minutes. Following a link changes nothing."""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import clock
from coalition.acts import queries as acts_queries
from coalition.acts.mandate_queries import answer_of_colleague
from coalition.database import put, transaction
from coalition.invitations import link_queries, queries
from coalition.invitations.errors import ActEnded, AlreadyVouched, LinkExpired, LinkRevoked, LinkUnknown, LinkUsed, SessionEnded, TextReplaced
from coalition.invitations.tables import Invitation, Link, LinkPurpose, SigningSession
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.people.tokens import derived, hash_of, new_token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from coalition.memoranda.tables import Memorandum


LINK_LASTS = timedelta(days=14)
SESSION_LASTS = timedelta(minutes=30)


class Opened(Struct, frozen=True):
    """A private link with its invitation and memorandum; `organisation_slug` is empty unless it was read with the link."""

    link: Link
    invitation: Invitation
    memorandum: Memorandum
    organisation_slug: str = ""

    @property
    def manages(self) -> bool:
        """Whether the link is the signer's own, to see and withdraw the signature."""
        return self.link.purpose == LinkPurpose.MANAGE

    @property
    def vouches(self) -> bool:
        """Whether the link belongs to a second person, who is asked about the act of a colleague."""
        return self.link.purpose == LinkPurpose.VOUCH


async def make_link(invitation_id: UUID, purpose: LinkPurpose = LinkPurpose.ANSWER, act: UUID | None = None) -> tuple[str, Link]:
    """Create a private link inside the caller's transaction; return its token, which is not stored, and its row."""
    token, _ = new_token()
    return token, await keep_link(invitation_id, token, purpose, act)


async def keep_link(invitation_id: UUID, token: str, purpose: LinkPurpose, act: UUID | None = None) -> Link:
    """Store the hash of a token as a link; `act` is the act that created the link, if any."""
    expires_at = None if purpose is LinkPurpose.MANAGE else clock.now() + LINK_LASTS
    return await put(Link, invitation=invitation_id, purpose=purpose.value, token_hash=hash_of(token), expires_at=expires_at, act=act)


async def follow(token: str) -> Opened:
    """Return a link with its invitation and memorandum.

    Raises:
        LinkUnknown: there is no such link.
        LinkClosed: the link was used or revoked, has expired, or is for another edition.

    """
    link = await link_queries.link_of(token)
    if link is None:
        raise LinkUnknown
    opened = await _load(link)
    await check(opened)
    return opened


async def _load(link: Link) -> Opened:
    invitation = await queries.invitation_by_id(link.invitation)
    memorandum = await memoranda.by_id(invitation.memorandum) if invitation else None
    if invitation is None or memorandum is None:  # pragma: no cover -- foreign keys forbid it
        raise LinkUnknown
    return Opened(link, invitation, memorandum)


async def check(opened: Opened) -> None:
    """Refuse a link that is not valid any more.

    Raises:
        LinkClosed: the subclass says why.

    """
    if opened.vouches:
        await check_question(opened)
        return
    if opened.manages:
        _check_expiry(opened.link)
        return
    _check_unanswered(opened)
    if await edition_queries.latest_digest(opened.memorandum.id) != opened.invitation.digest:
        raise TextReplaced


def _check_unanswered(opened: Opened) -> None:
    if opened.invitation.revoked_at:
        raise LinkRevoked
    if opened.invitation.answered_at:
        raise LinkUsed
    _check_expiry(opened.link)


def _check_expiry(link: Link) -> None:
    if link.expires_at and link.expires_at <= clock.now():
        raise LinkExpired


async def check_link_again(link: Link) -> None:
    """Refuse a link that was ended since it was opened; called inside the transaction that locks its invitation.

    Raises:
        LinkExpired: the invitation was handed over to a colleague.

    """
    if await link_queries.is_stopped(link.id):
        raise LinkExpired


async def close_invitation(memorandum_id: int, organisation_id: int) -> None:
    """Mark an invitation as answered, so that no link can answer it, inside the caller's transaction."""
    still_open = (Invitation.memorandum == memorandum_id) & (Invitation.organisation == organisation_id) & Invitation.answered_at.is_null()
    await Invitation.update({Invitation.answered_at: clock.now()}).where(still_open)


async def end_links_of(invitation_id: UUID, acts: Sequence[UUID]) -> None:
    """End the links that some acts created, and links whose act is unknown, inside the caller's transaction."""
    created_by_acts = (Link.purpose != LinkPurpose.ANSWER.value) & (Link.act.is_in(list(acts)) | Link.act.is_null())
    await Link.delete().where((Link.invitation == invitation_id) & created_by_acts)


async def check_question(opened: Opened) -> None:
    """Refuse the link of a second person if their answer is not needed any more.

    Raises:
        LinkClosed: the subclass says why.

    """
    _check_expiry(opened.link)
    own = await acts_queries.own_record(opened.memorandum.id, opened.invitation.organisation)
    if own is None or own.history is None or not own.stands or opened.link.act not in {None, own.history.root.id}:
        raise ActEnded
    if await answer_of_colleague(own.history):
        raise AlreadyVouched


async def begin_session(token: str) -> str:
    """Exchange a link for a session of thirty minutes and return the session's token; the first visit is recorded.

    Raises:
        LinkUnknown, LinkClosed: as `follow`.

    """
    opened = await follow(token)
    session, session_hash = new_token()
    now = clock.now()
    async with transaction(brief=True):
        await SigningSession.delete().where(SigningSession.expires_at < now)
        await SigningSession.insert(SigningSession(link=opened.link.id, token_hash=session_hash, expires_at=now + SESSION_LASTS))
        if not (opened.manages or opened.vouches):
            first = (Invitation.id == opened.invitation.id) & Invitation.visited_at.is_null()
            await Invitation.update({Invitation.visited_at: now}).where(first)
    return session


async def session_opens(session: str) -> Opened | None:
    """Return the link of a session with its invitation and memorandum, also after the answer; None if the session is over."""
    link = await link_queries.link_of_session(session)
    return await _load(link) if link else None


async def hold_to_answer(session: str) -> Opened:
    """Return the invitation that a session may answer, inside the caller's transaction; the memorandum is locked.

    Raises:
        SessionEnded: there is no such session, or its link is not one to answer with.
        LinkUsed, LinkRevoked, LinkExpired: the invitation was answered, revoked or handed over.

    """
    link_with_invitation = await link_queries.link_and_invitation(session)
    if link_with_invitation is None:
        raise SessionEnded
    link, invitation, slug = link_with_invitation
    opened = Opened(link, invitation, await memoranda.locked(invitation.memorandum), slug)
    if opened.vouches:
        raise SessionEnded
    if opened.manages or invitation.answered_at:
        raise LinkUsed
    _check_unanswered(opened)
    return opened


def form_token(session: str) -> str:
    """Return the hidden field that ties a form to the session that shows it."""
    return derived(session, "form")


def check_form_token(session: str, token: object) -> None:
    """Refuse a form of another session, so that two open invitations are not confused; programs do not send this field.

    Raises:
        SessionEnded: the hidden field belongs to another session.

    """
    if token is None:
        return
    if not isinstance(token, str) or not hmac.compare_digest(token.encode(), form_token(session).encode()):
        raise SessionEnded


def manage_token(session: str) -> str:
    """Return the token of the signer's own link; only the holder of the session can know it."""
    return derived(session, "manage")
