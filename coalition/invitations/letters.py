"""Letters with private links: their language, and how much they may say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition.acts.default_disclosure import needs_care
from coalition.addresses import url_for
from coalition.forums import queries as forums
from coalition.invitations.chase_rows import refresh_rows
from coalition.invitations.first_letters import INVITATION, FirstLetter, first_letter_of
from coalition.invitations.links import make_answering_link, make_link, valid_until
from coalition.invitations.tables import LinkPurpose
from coalition.mail.writing import Concerns, write_letter
from coalition.memoranda import queries as memoranda
from coalition.memoranda.answering_queries import answering_for
from coalition.memoranda.tables import Publicity
from coalition.settings import SUPPORTED_LANGUAGES, load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from coalition.forums.views import ForumView
    from coalition.host.descriptions import Person
    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Contact
    from coalition.organisations.views import OrganisationView


class Invited(Struct, frozen=True):
    """A new invitation with its link, which is shown only once."""

    organisation: str
    link: str
    expires_at: datetime
    mailed: bool


class Subject(Struct, frozen=True):
    """What letters about a memorandum say of it, and who answers for it; many letters share it."""

    memorandum: MemorandumView
    forum: ForumView | None
    answering: Person | None
    first: FirstLetter = FirstLetter()


async def subject_of(memorandum: Memorandum) -> Subject:
    """Read what letters say of a memorandum."""
    view, forum, answering = await memoranda.view(memorandum), await forum_of(memorandum), await answering_for(memorandum.id)
    return Subject(view, forum, answering, await first_letter_of(memorandum))


async def send_link(  # noqa: PLR0913 -- the letter, what it is about, who gets it
    letter: str,
    memorandum: Memorandum,
    invitation_id: UUID,
    organisation: OrganisationView,
    contact: Contact | None,
    *,
    subject: Subject | None = None,
    words: Mapping[str, str] | None = None,
) -> Invited:
    """Create the link to answer an invitation, in place of every earlier one, and mail it to the contact, if there is one.

    The letter `invitation` is the first one about the memorandum. Who writes many letters reads their `subject` once. `words` are the
    coordinator's own, by language.
    """
    token, link = await make_answering_link(invitation_id, contact.id if contact else None)
    expires = valid_until(link, memorandum)
    address = answering_address(token, letter_language(contact))
    if contact:
        about = (memorandum, invitation_id, organisation, contact)
        subject = subject or await subject_of(memorandum)
        await write_link_letter(letter, *about, subject=subject, words=words or {}, link=address, expires=expires)
    await refresh_rows(memorandum.id, [organisation.id])
    return Invited(organisation.slug, address, expires, mailed=contact is not None)


async def write_link_letter(  # noqa: PLR0913 -- as `send_link`
    letter: str,
    memorandum: Memorandum,
    invitation_id: UUID,
    organisation: OrganisationView,
    contact: Contact,
    *,
    subject: Subject,
    words: Mapping[str, str],
    link: str,
    expires: datetime,
) -> None:
    """Mail a link to answer to a contact; the letter `invitation` is the first one about the memorandum."""
    kind = subject.first.letter if letter == INVITATION else letter
    context = context_of(subject, memorandum, organisation, contact, words)
    concerns = Concerns(memorandum.id, organisation.id)
    await write_letter(kind, address=contact.email, about=f"invitation:{invitation_id}", concerns=concerns, link=link, expires=expires, **context)


def answering_address(token: str, language: str) -> str:
    """Return the whole address of a link to answer, as a letter has it."""
    return load().base_url + url_for("signing.invitation.show", lang=language, token=token)


def context_of(
    subject: Subject, memorandum: Memorandum, organisation: OrganisationView, contact: Contact, words: Mapping[str, str]
) -> dict[str, Any]:
    """Return what a letter with a link to answer says to a contact, whether it is sent or looked at first; its link is added.

    A discreet letter has no words of a coordinator: they would name the text by accident.
    """
    language, discreet = letter_language(contact), is_discreet(organisation, subject.forum, memorandum)
    return {
        "language": language,
        "answering": subject.answering,
        "name": contact.name,
        "organisation": organisation,
        "memorandum": subject.memorandum,
        "forum": subject.forum,
        "discreet": discreet,
        "words": "" if discreet else words.get(language, ""),
        **subject.first.more,
    }


async def deadline_link(invitation_id: UUID, contact: Contact, until: datetime, language: str) -> str:
    """Create a link with which a signer can do what a letter asks for until its deadline, inside the caller's transaction."""
    token, _ = await make_link(invitation_id, LinkPurpose.DEADLINE, recipient=contact.id, until=until)
    return load().base_url + url_for("signing.invitation.show", lang=language, token=token)


async def forum_of(memorandum: Memorandum) -> ForumView | None:
    """Return the forum of a memorandum, if it belongs to one."""
    return await forums.view_of(memorandum.forum)


def is_discreet(organisation: OrganisationView, forum: ForumView | None, memorandum: Memorandum | None = None) -> bool:
    """Whether letters must not name the organisation and the memorandum; with a `memorandum` also because that is withdrawn from the public."""
    withdrawn = memorandum is not None and memorandum.publicity == Publicity.WITHDRAWN_FROM_PUBLIC
    return withdrawn or needs_care(organisation, forum)


def letter_language(contact: Contact | None) -> str:
    """Return the interface language in which to write to a contact."""
    return contact.language if contact and contact.language in SUPPORTED_LANGUAGES else "en"
