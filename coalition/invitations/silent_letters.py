"""Letters to those that have not answered: each brings a new link, but not where answers are saved with a link that still works (decision 55).

A new link would delete these answers. Such a letter says with which link they were saved, and leads to a page that sends a fresh one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition.addresses import url_for
from coalition.invitations.chase_rows import refresh_rows
from coalition.invitations.letters import context_of, is_discreet, letter_language, send_link
from coalition.invitations.link_queries import answering_links
from coalition.invitations.links import Opened, is_valid, make_link
from coalition.invitations.saved_answer_queries import saved_until
from coalition.invitations.tables import LinkPurpose
from coalition.mail.writing import Concerns, write_letter
from coalition.settings import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from coalition.invitations.addressees import Addressee
    from coalition.invitations.letters import Subject
    from coalition.invitations.tables import Invitation, Link
    from coalition.memoranda.tables import Memorandum


_SPARING = {"reminder", "extended", "last_day_set"}


class SavedWith(Struct, frozen=True):
    """The link with which answers were saved: when it was made, whether it was mailed to the reader; and until when the answers are there."""

    made_at: datetime | None
    mailed: bool
    until: datetime


async def write_to_silent(
    letter: str, memorandum: Memorandum, reached: Sequence[tuple[Invitation, Addressee]], subject: Subject, words: Mapping[str, str] | None = None
) -> None:
    """Write one letter to each of some organisations that have not answered, inside the caller's transaction; the memorandum is locked.

    `words` are the coordinator's own, by language. A discreet letter always brings a new link: where care is needed, nothing is saved. So
    does a letter about accession, because the links from before it end.
    """
    saved = await _saved_with(memorandum, [invitation for invitation, _ in reached]) if letter in _SPARING else {}
    for invitation, to in reached:
        if invitation.id in saved and not is_discreet(to.organisation, subject.forum, memorandum):
            link, until = saved[invitation.id]
            context = context_of(subject, memorandum, to.organisation, to.contact, words or {})
            context |= {"saved": SavedWith(link.made_at, link.recipient == to.contact.id, until)}
            await _write_without_link(letter, memorandum, invitation.id, to, context)
        else:
            await send_link(letter, memorandum, invitation.id, to.organisation, to.contact, subject=subject, words=words)


async def _saved_with(memorandum: Memorandum, waiting: Sequence[Invitation]) -> Mapping[Any, tuple[Link, datetime]]:
    """Return the link of saved answers and their end, by the id of the invitation, where that link still works."""
    until = await saved_until([invitation.id for invitation in waiting])
    links = await answering_links(until) if until else {}
    return {
        invitation.id: (links[invitation.id], until[invitation.id])
        for invitation in waiting
        if invitation.id in links and await is_valid(Opened(links[invitation.id], invitation, memorandum))
    }


async def _write_without_link(letter: str, memorandum: Memorandum, invitation_id: UUID, to: Addressee, context: Mapping[str, Any]) -> None:
    token, _ = await make_link(invitation_id, LinkPurpose.ASK, recipient=to.contact.id)
    address = load().base_url + url_for("signing.invitation.show", lang=letter_language(to.contact), token=token)
    about: dict[str, Any] = {"about": f"invitation:{invitation_id}", "concerns": Concerns(memorandum.id, to.organisation.id)}
    await write_letter(letter, address=to.contact.email, link=address, **about, **context)
    await refresh_rows(memorandum.id, [to.organisation.id])
