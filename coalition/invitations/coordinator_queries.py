"""Which coordinator the pages of a private link name, so that its holder can write to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import prepared
from coalition.forums.tables import Forum, RiskProfile
from coalition.host.descriptions import Person
from coalition.invitations import link_queries, links
from coalition.invitations.errors import LinkUnknown
from coalition.invitations.recipient_queries import recipients_of
from coalition.invitations.tables import EndedSession, LinkPurpose
from coalition.memoranda.answering_queries import answering_for
from coalition.memoranda.tables import Publicity
from coalition.organisations.tables import Organisation
from coalition.people.tokens import hash_of

if TYPE_CHECKING:
    from datetime import datetime

    from piccolo.query import Select

    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Memorandum


async def coordinator_for(memorandum: Memorandum, organisation_id: int) -> Person | None:
    """Return who answers for a text, for an organisation that holds a private link that works; None if nobody coordinates the text.

    Where letters are discreet, the address is empty: whoever looks over a shoulder reads a name and no link, and replies to the letter reach it.
    """
    person = await answering_for(memorandum.id)
    if person and await are_letters_discreet(memorandum, organisation_id):
        return Person(person.name, "")
    return person


async def coordinator_behind(token: str) -> Person | None:
    """Return who answers for a text whose private link does not work any more, if the link still proves that its holder is invited.

    It was mailed to somebody who is a recipient still, nobody ended it, and the invitation is open. Everybody else learns no name, because
    a name points to a text; nobody does where letters are discreet.

    Raises:
        LinkUnknown: there is no such link.

    """
    link = await link_queries.link_of(token)
    if link is None:
        raise LinkUnknown
    opened = await links.opened_by(link)
    if not await _is_invited(opened) or await are_letters_discreet(opened.memorandum, opened.invitation.organisation):
        return None
    return await answering_for(opened.memorandum.id)


async def coordinator_after(token: str) -> Person | None:
    """Return who answers for the text of a session that its holder ended some minutes ago, as its pages named them; None later.

    Where letters were discreet then, or the text is withdrawn from the public since, the address is empty.
    """
    rows = await _text_after(hash_of(token), clock.now())
    person = await answering_for(rows[0]["memorandum"]) if rows else None
    if person and not (rows[0]["gives_address"] and rows[0]["publicity"] != Publicity.WITHDRAWN_FROM_PUBLIC):
        return Person(person.name, "")
    return person


@prepared
def _text_after(token_hash: str, now: datetime) -> Select[EndedSession]:
    memorandum: Any = EndedSession.memorandum
    columns = (EndedSession.memorandum, EndedSession.gives_address, memorandum.publicity.as_alias("publicity"))
    return EndedSession.select(*columns).where((EndedSession.token_hash == token_hash) & (EndedSession.expires_at > now))


_TO_ANSWER = {LinkPurpose.ANSWER.value, LinkPurpose.ASK.value}


async def _is_invited(opened: Opened) -> bool:
    link, invitation = opened.link, opened.invitation
    if link.purpose not in _TO_ANSWER or link.ended_at or invitation.answered_at or invitation.revoked_at:
        return False
    return link.recipient in {contact.id for contact in await recipients_of(invitation.id)}


async def are_letters_discreet(memorandum: Memorandum, organisation_id: int) -> bool:
    """Whether letters about the text to an organisation are discreet (`letters.is_discreet`), from two columns instead of whole records."""
    if memorandum.publicity == Publicity.WITHDRAWN_FROM_PUBLIC or await _at_risk(organisation_id):
        return True
    return bool(memorandum.forum and await _careful(memorandum.forum))


@prepared
def _at_risk(organisation_id: int) -> Select[Organisation]:
    return Organisation.select(Organisation.id).where((Organisation.id == organisation_id) & Organisation.at_risk.eq(True))  # noqa: FBT003


@prepared
def _careful(forum_id: int) -> Select[Forum]:
    return Forum.select(Forum.id).where((Forum.id == forum_id) & (Forum.risk_profile != RiskProfile.OPEN.value))
