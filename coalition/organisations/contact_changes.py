"""Changing the contacts of an organisation: a new contact confirms by letter, the earlier ones and the coordinators are told.

A contact on record gives nobody a link: invitations choose their recipients when they are made.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock, trail
from coalition.addresses import url_for
from coalition.database import Duplicate, put, savepoint, transaction
from coalition.errors import CoalitionError
from coalition.jobs.queue import enqueue
from coalition.mail.writing import Concerns, write_letter
from coalition.organisations import queries
from coalition.organisations.after_changes import changed
from coalition.organisations.contact_letters import letter_subject
from coalition.organisations.domain_queries import write_domains
from coalition.organisations.pairs import pairs_change
from coalition.organisations.tables import Contact
from coalition.people.tokens import hash_of, new_token
from coalition.settings import SUPPORTED_LANGUAGES, load
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Iterable

    from piccolo.columns import Column

    from coalition.organisations.forms import ContactForm
    from coalition.organisations.tables import Organisation
    from coalition.organisations.views import OrganisationView

CONFIRMATION_LASTS = timedelta(days=14)
_TRAIL = {"added": TrailAct.CONTACT_ADDED, "removed": TrailAct.CONTACT_REMOVED, "changed": TrailAct.CONTACT_CHANGED}


class ContactKnown(CoalitionError):
    """The organisation already has a contact with this e-mail address."""


class ConfirmationUnknown(CoalitionError):
    """No contact has this token."""


class ConfirmationExpired(CoalitionError):
    """The time to confirm is over."""


class ContactChange(Struct, frozen=True):
    """A decided change of the contacts of an organisation: one that is added, one that is removed, or both where an address changed.

    `confirmed` says that the person showed before that the mailbox is theirs.
    """

    add: ContactForm | None = None
    remove: int | None = None
    confirmed: bool = False


async def change_contacts(organisation: Organisation, change: ContactChange) -> Contact | None:
    """Carry out a decided change and tell the earlier contacts and the members of open memoranda; return the contact that was added.

    Raises:
        ContactKnown: the organisation has a contact with the address to add.

    """
    async with transaction():
        earlier = await queries.contacts_of_one(organisation.id)
        removed = [contact for contact in earlier if contact.id == change.remove]
        for contact in removed:
            await Contact.delete().where((Contact.id == contact.id) & (Contact.organisation == organisation.id))
        if removed:
            await changed(organisation.id)
            await write_domains([organisation.id])
            pairs_change(organisation.id)
        view = await queries.view_of(organisation)
        added = await insert_contact(organisation, view, change.add, confirmed=change.confirmed) if change.add else None
        if added or removed:
            await _announce(view, earlier, added=added is not None, removed=bool(removed))
    return added


async def insert_contact(organisation: Organisation, view: OrganisationView, form: ContactForm, *, confirmed: bool = False) -> Contact:
    """Insert a contact and mail it the link that confirms it, inside the caller's transaction; nobody else is told.

    A colleague who was named by the holder of an invitation, and is not in the register, enters it.

    Raises:
        ContactKnown: as `change_contacts`.

    """
    token, token_hash = new_token()
    now = clock.now()
    columns: dict[str, Any] = {"name": form.name, "email": form.email, "language": form.language, "created_at": now}
    columns |= {"confirmed_at": now if confirmed else None, "confirmation_hash": None if confirmed else token_hash}
    known = await queries.contact_by_email(organisation.id, form.email)
    if known and known.registered:
        raise ContactKnown
    try:
        async with savepoint():
            contact = await _enter(known, columns) if known else await put(Contact, organisation=organisation.id, **columns)
    except Duplicate as duplicate:
        raise ContactKnown from duplicate
    await write_domains([organisation.id])
    pairs_change(organisation.id)
    if not confirmed:
        await _ask_to_confirm(contact, view, token)
    return contact


async def _enter(known: Contact, columns: dict[str, Any]) -> Contact:
    """Enter a colleague in the register under the name that they were given there; the address is the same."""
    values: dict[Column | str, Any] = {Contact.registered: True}
    values.update(columns)
    await Contact.update(values).where(Contact.id == known.id)
    for name, value in columns.items():
        setattr(known, name, value)
    return known


async def _ask_to_confirm(contact: Contact, view: OrganisationView, token: str) -> None:
    language = _language(contact)
    await write_letter(
        "contact_confirmation",
        address=contact.email,
        language=language,
        answering=None,
        about=letter_subject(contact),
        concerns=Concerns(organisation=view.id),
        name=contact.name,
        organisation=view,
        discreet=view.at_risk,
        link=load().base_url + url_for("signing.contact.show", lang=language, token=token),
        expires=contact.created_at + CONFIRMATION_LASTS,
    )


async def _announce(view: OrganisationView, earlier: Iterable[Contact], *, added: bool, removed: bool) -> None:
    """Tell all contacts that were on record before, the removed one too; a job tells the coordinators."""
    change = "changed" if added and removed else "added" if added else "removed"
    await trail.record(_TRAIL[change], about=f"organisation:{view.id}")
    for contact in earlier:
        language = _language(contact)
        about: dict[str, Any] = {"about": letter_subject(contact), "concerns": Concerns(organisation=view.id)}
        about |= {"name": contact.name, "organisation": view, "discreet": view.at_risk, "change": change}
        await write_letter("contacts_changed", address=contact.email, language=language, answering=None, **about)
    await enqueue("tell_members_of_contacts", {"organisation": view.id, "change": change})


def _language(contact: Contact) -> str:
    return contact.language if contact.language in SUPPORTED_LANGUAGES else "en"


async def contact_to_confirm(token: str) -> tuple[Contact, OrganisationView]:
    """Return the contact that a letter asks to confirm, and its organisation; also if it was confirmed already.

    Raises:
        ConfirmationUnknown: no contact has this token, or the contact was removed.
        ConfirmationExpired: the time to confirm is over.

    """
    contact = await queries.contact_by_confirmation(hash_of(token))
    if contact is None:
        raise ConfirmationUnknown
    if contact.confirmed_at is None and contact.created_at + CONFIRMATION_LASTS <= clock.now():
        raise ConfirmationExpired
    return contact, (await queries.views_by_id([contact.organisation]))[contact.organisation]


async def confirm_by_letter(token: str) -> None:
    """Record that somebody with the mailbox confirmed the contact; a second time changes nothing.

    Raises:
        ConfirmationUnknown, ConfirmationExpired: as `contact_to_confirm`.

    """
    async with transaction():
        contact, _ = await contact_to_confirm(token)
        await confirm_contact(contact)


async def confirm_contact(contact: Contact) -> None:
    """Record that somebody used a link that was mailed to the contact, inside the caller's transaction."""
    not_confirmed = (Contact.id == contact.id) & Contact.confirmed_at.is_null()
    await Contact.update({Contact.confirmed_at: clock.now()}).where(not_confirmed)
