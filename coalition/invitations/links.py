"""Private links: from a link to what it is for, and to thirty minutes at clean addresses. Reading changes nothing."""

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
    """What a private link opens; the address name of the organisation only where it was read with the link."""

    link: Link
    invitation: Invitation
    memorandum: Memorandum
    organisation_slug: str = ""

    @property
    def manages(self) -> bool:
        """Whether the link is the one a signer keeps, to see and withdraw."""
        return self.link.purpose == LinkPurpose.MANAGE

    @property
    def vouches(self) -> bool:
        """Whether the link is that of a second person, who is asked about the act of a colleague."""
        return self.link.purpose == LinkPurpose.VOUCH


async def make_link(invitation_id: UUID, purpose: LinkPurpose = LinkPurpose.ANSWER, act: UUID | None = None) -> tuple[str, Link]:
    """Make a private link inside the caller's transaction; return its token, kept nowhere, and its row."""
    token, _ = new_token()
    return token, await keep_link(invitation_id, token, purpose, act)


async def keep_link(invitation_id: UUID, token: str, purpose: LinkPurpose, act: UUID | None = None) -> Link:
    """Keep the hash of a token as a link, of `act` if it came with one."""
    expires_at = None if purpose is LinkPurpose.MANAGE else clock.now() + LINK_LASTS
    return await put(Link, invitation=invitation_id, purpose=purpose.value, token_hash=hash_of(token), expires_at=expires_at, act=act)


async def follow(token: str) -> Opened:
    """Return what a link opens.

    Raises:
        LinkUnknown: there is none such.
        LinkClosed: it was used, revoked, has expired, or is for another edition.

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
    """Refuse a link that is not good any more.

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
    """Refuse a link that was stopped since it was opened, inside the transaction that holds its invitation.

    Raises:
        LinkExpired: it was handed over to a colleague.

    """
    if await link_queries.is_stopped(link.id):
        raise LinkExpired


async def close_invitation(memorandum_id: int, organisation_id: int) -> None:
    """Let no link answer what was answered in another way, inside the caller's transaction."""
    open_one = (Invitation.memorandum == memorandum_id) & (Invitation.organisation == organisation_id) & Invitation.answered_at.is_null()
    await Invitation.update({Invitation.answered_at: clock.now()}).where(open_one)


async def end_links_of(invitation_id: UUID, acts: Sequence[UUID]) -> None:
    """End the links that came with some acts, inside the caller's transaction, and those of which it is not known with which they came."""
    came_with = (Link.purpose != LinkPurpose.ANSWER.value) & (Link.act.is_in(list(acts)) | Link.act.is_null())
    await Link.delete().where((Link.invitation == invitation_id) & came_with)


async def check_question(opened: Opened) -> None:
    """Refuse the link of a second person who need not be asked any more.

    Raises:
        LinkClosed: the subclass says why.

    """
    _check_expiry(opened.link)
    found = await acts_queries.own_record(opened.memorandum.id, opened.invitation.organisation)
    if found is None or found.history is None or not found.stands or opened.link.act not in {None, found.history.root.id}:
        raise ActEnded
    if await answer_of_colleague(found.history):
        raise AlreadyVouched


async def begin_session(token: str) -> str:
    """Exchange a link for a session of thirty minutes and return the session's token; the first visit is noted.

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
    """Return what a living session is for, whether or not the invitation was answered in it; None when it is over."""
    link = await link_queries.link_of_session(session)
    return await _load(link) if link else None


async def hold_to_answer(session: str) -> Opened:
    """Return what a session opens that may answer an invitation, inside the caller's transaction; the memorandum is held against change.

    Raises:
        SessionEnded: there is no such session, or it is not one to answer in.
        LinkUsed, LinkRevoked, LinkExpired: the invitation was answered, taken back or handed over.

    """
    found = await link_queries.link_and_invitation(session)
    if found is None:
        raise SessionEnded
    link, invitation, slug = found
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
    """Refuse a form that another session showed, so that two open invitations are not confused; programs send no such field.

    Raises:
        SessionEnded: the hidden field is another session's.

    """
    if token is None:
        return
    if not isinstance(token, str) or not hmac.compare_digest(token.encode(), form_token(session).encode()):
        raise SessionEnded


def manage_token(session: str) -> str:
    """Return the token of the link the signer keeps; only who holds the session can know it."""
    return derived(session, "manage")
