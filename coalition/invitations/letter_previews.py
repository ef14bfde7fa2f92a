"""The letters that an invitation or a reminder would send, as a coordinator looks at them before: one for each language and discretion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.addresses import url_for
from coalition.database import one_of
from coalition.host import queries as hosts
from coalition.invitations.choice_queries import can_be_invited
from coalition.invitations.first_letters import INVITATION
from coalition.invitations.letters import context_of, is_discreet, letter_language, subject_of
from coalition.invitations.links import would_end
from coalition.invitations.recipient_queries import contacts_by_id, inviting_groups, waiting_groups
from coalition.mail.writing import compose
from coalition.organisations import queries as organisations
from coalition.organisations.tables import Organisation
from coalition.settings import SUPPORTED_LANGUAGES, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coalition.forums.organisation_choice_queries import Choice
    from coalition.invitations.recipient_queries import LetterGroup
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


async def preview_invitations(memorandum: Memorandum, slugs: Iterable[str], words: Mapping[str, str]) -> list[LetterPreview]:
    """Return the letters to those of some organisations that have a contact and can be invited (for those who work on the memorandum)."""
    return await _previews(INVITATION, memorandum, await inviting_groups(memorandum.id, one_of(Organisation.slug, slugs)), words)


async def preview_choice(memorandum: Memorandum, choice: Choice, words: Mapping[str, str]) -> list[LetterPreview]:
    """Return the letters to those organisations of a choice that can be invited; the number of queries and rows is fixed."""
    return await _previews(INVITATION, memorandum, await inviting_groups(memorandum.id, await can_be_invited(memorandum, choice)), words)


async def preview_reminders(memorandum: Memorandum, slugs: Sequence[str] | None, words: Mapping[str, str]) -> list[LetterPreview]:
    """Return the letters that a reminder to some organisations, or to all, would send (for those who work on the memorandum)."""
    only = None if slugs is None else sorted((await organisations.ids_by_slug(slugs)).values())
    return await _previews("reminder", memorandum, await waiting_groups(memorandum.id, only), words)


async def _previews(letter: str, memorandum: Memorandum, groups: Sequence[LetterGroup], words: Mapping[str, str]) -> list[LetterPreview]:
    """Return one letter for each language and discretion, to the first contact of its group."""
    subject, host = await subject_of(memorandum), await hosts.described()
    contacts = await contacts_by_id(group.contact for group in groups)
    named = await organisations.views_by_id(contact.organisation for contact in contacts.values())
    merged: dict[tuple[str, bool], tuple[int, Contact]] = {}
    for group in groups:
        contact = contacts[group.contact]
        key = (letter_language(contact), is_discreet(named[contact.organisation], subject.forum, memorandum))
        number, example = merged.get(key, (0, contact))
        merged[key] = (number + group.number, example)
    previews = []
    for language, discreet in sorted(merged, key=lambda key: (SUPPORTED_LANGUAGES.index(key[0]), key[1])):
        number, contact = merged[language, discreet]
        view = named[contact.organisation]
        context = context_of(subject, memorandum, view, contact, words)
        link = load().base_url + url_for("signing.invitation.show", lang=language, token=_NO_LINK)
        content = compose(
            subject.first.letter if letter == INVITATION else letter, host, address=contact.email, link=link, expires=would_end(memorandum), **context
        )
        previews.append(LetterPreview(language, discreet, number, view, content))
    return previews
