"""The letters that an invitation or a reminder would send, as a coordinator looks at them before: one for each language and discretion."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts.standing_queries import acting_among
from coalition.addresses import url_for
from coalition.host import queries as hosts
from coalition.invitations import queries
from coalition.invitations.letters import context_of, is_discreet, letter_language, subject_of
from coalition.invitations.links import would_end
from coalition.invitations.recipient_queries import recipients_by_invitation, waiting_groups
from coalition.invitations.recipients import addressee_of, contact_to_invite
from coalition.mail.writing import compose
from coalition.organisations import queries as organisations
from coalition.settings import SUPPORTED_LANGUAGES, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coalition.invitations.letters import Subject
    from coalition.invitations.tables import Invitation
    from coalition.mail.content import Content
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Contact
    from coalition.organisations.views import OrganisationView

_NO_LINK = "PRIVATE-LINK"  # in place of the token: a link is made when a letter is written, and stands in that letter only


class LetterPreview(Struct, frozen=True):
    """One letter as it would be written, and how many of its language and discretion are written; `organisation` is that of the example."""

    language: str
    discreet: bool
    number: int
    organisation: OrganisationView
    content: Content


_Recipient = tuple["OrganisationView", "Contact"]


async def preview_invitations(memorandum: Memorandum, slugs: Iterable[str], words: Mapping[str, str]) -> list[LetterPreview]:
    """Return the letters to those of some organisations that have a contact and can be invited (for those who work on the memorandum)."""
    named = {view.id: view for view in (await organisations.views_by_slug(slugs)).values()}
    for party in await acting_among(memorandum.id, list(named)):
        named.pop(party, None)
    contacts = await organisations.contacts_of(named)
    invitations = await queries.invitations_of(memorandum.id, named)
    waiting = {party: asked for party, asked in invitations.items() if not (asked.answered_at or asked.revoked_at)}
    bound = await recipients_by_invitation(invitation.id for invitation in waiting.values())
    recipients = []
    for party, view in named.items():
        contact = (
            addressee_of(waiting[party], bound.get(waiting[party].id, []))
            if party in waiting
            else _invited_before(invitations.get(party), contacts.get(party, []))
        )
        if contact:
            recipients.append((view, contact))
    subject = await subject_of(memorandum)
    groups = Counter((letter_language(contact), is_discreet(view, subject.forum, memorandum)) for view, contact in recipients)
    examples = {(letter_language(contact), is_discreet(view, subject.forum, memorandum)): (view, contact) for view, contact in reversed(recipients)}
    return await _previews("invitation", memorandum, subject, {key: (groups[key], examples[key]) for key in groups}, words)


def _invited_before(invitation: Invitation | None, contacts: Sequence[Contact]) -> Contact | None:
    """Return the contact that was invited before, if it is still on record, else the one to invite."""
    before = next((contact for contact in contacts if invitation and contact.id == invitation.contact), None)
    return before or contact_to_invite(contacts)


async def preview_reminders(memorandum: Memorandum, slugs: Sequence[str] | None, words: Mapping[str, str]) -> list[LetterPreview]:
    """Return the letters that a reminder to some organisations, or to all, would send (for those who work on the memorandum)."""
    only = None if slugs is None else sorted((await organisations.ids_by_slug(slugs)).values())
    subject = await subject_of(memorandum)
    groups: dict[tuple[str, bool], tuple[int, _Recipient]] = {}
    for group in await waiting_groups(memorandum.id, only):
        view = (await organisations.views_by_id([group.organisation]))[group.organisation]
        invitation = (await queries.invitations_of(memorandum.id, [view.id]))[view.id]
        contact = addressee_of(invitation, (await recipients_by_invitation([invitation.id])).get(invitation.id, []))
        if contact:
            key = (letter_language(contact), is_discreet(view, subject.forum, memorandum))
            before, example = groups.get(key, (0, (view, contact)))
            groups[key] = (before + group.number, example)
    return await _previews("reminder", memorandum, subject, groups, words)


async def _previews(
    letter: str, memorandum: Memorandum, subject: Subject, groups: Mapping[tuple[str, bool], tuple[int, _Recipient]], words: Mapping[str, str]
) -> list[LetterPreview]:
    host = await hosts.described()
    previews = []
    for language, discreet in sorted(groups, key=lambda key: (SUPPORTED_LANGUAGES.index(key[0]), key[1])):
        number, (view, contact) = groups[language, discreet]
        context = context_of(subject, memorandum, view, contact, words)
        link = load().base_url + url_for("signing.invitation.show", lang=language, token=_NO_LINK)
        content = compose(letter, host, address=contact.email, link=link, expires=would_end(memorandum), **context)
        previews.append(LetterPreview(language, discreet, number, view, content))
    return previews
