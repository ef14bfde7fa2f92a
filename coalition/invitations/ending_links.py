"""Ending private links: they open nothing any more, nor do the sessions that began with them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import transaction
from coalition.invitations import link_queries
from coalition.invitations.coordinator_queries import are_letters_discreet
from coalition.invitations.ended_sessions import leave_text
from coalition.invitations.saved_answers import erase_answers, erase_answers_of
from coalition.invitations.tables import Link, SigningSession
from coalition.jobs.long_work import Stepped, begin, go_on_now, step_of
from coalition.jobs.worker import handles
from coalition.people.tokens import hash_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from piccolo.columns.combination import And

    from coalition.invitations.links import Opened

AT_A_STEP = 200  # organisations whose links end in one transaction


async def end_answering_links(invitation_id: UUID) -> None:
    """End the links with which an invitation is answered, inside the caller's transaction."""
    await _end(link_queries.answers(invitation_id))
    await erase_answers(invitation_id)


async def end_managing_links(invitation_id: UUID) -> None:
    """End the links with which a signer sees and changes the answer, inside the caller's transaction."""
    await _end(link_queries.manages(invitation_id))


async def end_all_links(invitation_id: UUID) -> None:
    """End every link of an invitation, inside the caller's transaction."""
    await _end(link_queries.all_links(invitation_id))
    await erase_answers(invitation_id)


async def end_session(session: str, opened: Opened) -> None:
    """End the session of a link's holder, inside the caller's transaction and before the link ends; for some minutes it still names the text."""
    if await SigningSession.delete().where(SigningSession.token_hash == hash_of(session)).returning(SigningSession.id):
        is_discreet = await are_letters_discreet(opened.memorandum, opened.invitation.organisation)
        await leave_text(session, opened.memorandum, gives_address=not is_discreet)


async def _end(links: And) -> None:
    await SigningSession.delete().where(SigningSession.link.is_in(link_queries.ids_of(links)))
    await Link.update({Link.ended_at: clock.now()}).where(links & Link.ended_at.is_null())


@handles("end_links_to_answer")
async def end_links_to_answer(payload: Mapping[str, Any]) -> None:
    """Begin to let the links to answer expire that were made before a memorandum was closed, with sessions and saved answers.

    Otherwise they would work again for its accession. Whoever begins again after an interruption ends nothing twice.
    """
    memorandum_id = payload["memorandum"]
    async with transaction():
        begun = await begin(_end_some, memorandum_id, payload, total=await link_queries.number_of_invitations(memorandum_id))
    await go_on_now(begun)


@step_of("end_links")
async def _end_some(task: Mapping[str, Any], place: int) -> Stepped:
    """Do so for the links of the next organisations in the order of their ids."""
    closed_at = datetime.fromisoformat(task["closed_at"])
    parties = await link_queries.invited_after(task["memorandum"], place, AT_A_STEP)
    invitations = link_queries.invitations_of_some(task["memorandum"], parties)
    await SigningSession.delete().where(SigningSession.link.is_in(link_queries.unanswered_links(invitations, closed_at)))
    await erase_answers_of(invitations, saved_until=closed_at)
    await Link.update({Link.expires_at: closed_at}).where(link_queries.answers_of(invitations, closed_at) & (Link.expires_at > closed_at))
    return Stepped(parties, parties[-1] if parties else place, more=len(parties) == AT_A_STEP)
