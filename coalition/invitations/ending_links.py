"""Ending private links: they open nothing any more, nor do the sessions that began with them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import transaction
from coalition.invitations import link_queries
from coalition.invitations.tables import Link, SigningSession
from coalition.jobs.worker import handles
from coalition.people.tokens import hash_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from piccolo.columns.combination import And


async def end_answering_links(invitation_id: UUID) -> None:
    """End the links with which an invitation is answered, inside the caller's transaction."""
    await _end(link_queries.answers(invitation_id))


async def end_managing_links(invitation_id: UUID) -> None:
    """End the links with which a signer sees and changes the answer, inside the caller's transaction."""
    await _end(link_queries.manages(invitation_id))


async def end_all_links(invitation_id: UUID) -> None:
    """End every link of an invitation, inside the caller's transaction."""
    await _end(link_queries.all_links(invitation_id))


async def end_session(session: str) -> None:
    """End one signing session, inside the caller's transaction."""
    await SigningSession.delete().where(SigningSession.token_hash == hash_of(session))


async def _end(links: And) -> None:
    await SigningSession.delete().where(SigningSession.link.is_in(link_queries.ids_of(links)))
    await Link.update({Link.ended_at: clock.now()}).where(links & Link.ended_at.is_null())


@handles("end_links_to_answer")
async def end_links_to_answer(payload: Mapping[str, Any]) -> None:
    """Let the links to answer expire that were made before a memorandum was closed, and the sessions of those who did not answer.

    Otherwise they would work again for its accession.
    """
    closed_at = datetime.fromisoformat(payload["closed_at"])
    async with transaction():
        made_before = link_queries.answers_to(payload["memorandum"]) & (Link.made_at.is_null() | (Link.made_at <= closed_at))
        await SigningSession.delete().where(SigningSession.link.is_in(link_queries.unanswered_links(payload["memorandum"], closed_at)))
        await Link.update({Link.expires_at: closed_at}).where(made_before & (Link.expires_at > closed_at))
