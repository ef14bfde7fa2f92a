"""Signing sessions, at addresses without the token of the link: thirty minutes after the last request, and two hours in all."""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import prepared, put, transaction
from coalition.invitations import link_queries, links
from coalition.invitations.chase_rows import refresh_rows
from coalition.invitations.ended_sessions import erase_sessions_over
from coalition.invitations.errors import LinkUsed, SessionEnded
from coalition.invitations.saved_answers import key_for_session
from coalition.invitations.tables import Invitation, LinkPurpose, SigningSession
from coalition.memoranda import queries as memoranda
from coalition.memoranda.sharing_queries import shared
from coalition.people.tokens import derived, hash_of, new_token
from coalition.shown_again import is_only_shown

if TYPE_CHECKING:
    from datetime import datetime

    from piccolo.query import Update

    from coalition.invitations.links import Opened
    from coalition.invitations.tables import Link

SESSION_LASTS = timedelta(minutes=30)
LONGEST_SESSION = timedelta(hours=2)
_PROLONG_AFTER = timedelta(minutes=1)


async def check_session(opened: Opened) -> None:
    """Refuse a session that began with a link to answer and cannot answer any more; the link itself may have expired since.

    Raises:
        LinkClosed: the subclass says why.

    """
    links.check_unanswered(opened)
    await links.check_text(opened)


@prepared
def _note_visit(now: datetime, invitation_id: int) -> Update[Invitation]:
    first = (Invitation.id == invitation_id) & Invitation.visited_at.is_null()
    return Invitation.update({Invitation.visited_at: now}).where(first).returning(Invitation.id)


async def begin_session(token: str) -> str:
    """Exchange a link for a session and return the session's token; the first visit is recorded.

    Raises:
        LinkUnknown, LinkClosed: as `follow`.

    """
    opened = await links.follow(token)
    session, session_hash = new_token()
    now = clock.now()
    columns: dict[str, Any] = {"link": opened.link.id, "token_hash": session_hash, "answers_key": key_for_session(token, opened.link, session)}
    async with transaction(brief=True):
        await erase_sessions_over()
        await put(SigningSession, **columns, began_at=now, expires_at=now + SESSION_LASTS)
        if opened.link.purpose == LinkPurpose.ANSWER and await _note_visit(now, opened.invitation.id):
            await refresh_rows(opened.memorandum.id, [opened.invitation.organisation])
    return session


async def prolong_session(session: str) -> None:
    """Let a session last thirty minutes from now, but not beyond two hours from its beginning."""
    now = clock.now()
    for row in await link_queries.times_of_session(session):
        expires = min(now + SESSION_LASTS, row["began_at"] + LONGEST_SESSION) if row["began_at"] else now
        if expires - row["expires_at"] > _PROLONG_AFTER:
            async with transaction(brief=True):
                await SigningSession.update({SigningSession.expires_at: expires}).where(SigningSession.id == row["id"])


async def go_on_with(session: str, link: Link) -> None:
    """Let a session go on with another link, inside the caller's transaction."""
    await SigningSession.update({SigningSession.link: link.id}).where(SigningSession.token_hash == hash_of(session))


async def session_opens(session: str) -> Opened | None:
    """Return the link of a session with its invitation and memorandum, also after the answer; None if the session is over."""
    link = await link_queries.link_of_session(session)
    return await links.opened_by(link) if link and not link.ended_at else None


async def hold_to_answer(session: str, *, together: bool = False) -> Opened:
    """Return the invitation that a session may answer, inside the caller's transaction; the memorandum is locked, or shared if `together`.

    Raises:
        SessionEnded: there is no such session, or its link is not one to answer with.
        LinkUsed, LinkRevoked, LinkExpired: the invitation was answered, revoked or handed over.

    """
    asked = await link_queries.link_and_invitation(session)
    if asked is None:
        raise SessionEnded
    link, invitation, slug, active = asked
    memorandum = await (shared if together else memoranda.locked)(invitation.memorandum)
    opened = links.Opened(link, invitation, memorandum, slug, active)
    if link.ended_at:
        raise SessionEnded
    if link.purpose != LinkPurpose.ANSWER:
        raise LinkUsed if opened.manages or opened.shows_decline else SessionEnded
    links.check_unanswered(opened)
    return opened


def form_token(session: str) -> str:
    """Return the hidden field that ties a form to the session that shows it."""
    return derived(session, "form")


def check_form_token(session: str, token: object) -> None:
    """Refuse a form of another session, so that two open invitations are not confused; programs do not send this field.

    A form that is only shown again may be of another session.

    Raises:
        SessionEnded: the hidden field belongs to another session.

    """
    if token is None or is_only_shown():
        return
    if not isinstance(token, str) or not hmac.compare_digest(token.encode(), form_token(session).encode()):
        raise SessionEnded


def manage_token(session: str) -> str:
    """Return the token of the signer's own link; only the holder of the session can know it."""
    return derived(session, "manage")
