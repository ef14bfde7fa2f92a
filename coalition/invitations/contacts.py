"""Contacts that come with an invitation: a colleague whom its holder names, and letters about changes of contacts to coordinators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.addresses import url_for
from coalition.database import put, transaction
from coalition.invitations.recipient_queries import members_concerned
from coalition.jobs.worker import handles
from coalition.mail.writing import write_letter
from coalition.organisations import queries as organisations
from coalition.organisations.contact_changes import ContactChange, ContactKnown, change_contacts
from coalition.organisations.tables import Contact
from coalition.settings import SUPPORTED_LANGUAGES, load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.organisations.forms import ContactForm
    from coalition.organisations.tables import Organisation


async def colleague(organisation_id: int, form: ContactForm) -> Contact:
    """Return the contact with the address of a form, or add one that is not in the register, inside the caller's transaction."""
    known = await organisations.contact_by_email(organisation_id, form.email)
    if known:
        return known
    columns: dict[str, Any] = {"name": form.name, "email": form.email, "language": form.language}
    return await put(Contact, organisation=organisation_id, created_at=clock.now(), registered=False, **columns)


async def known_or_added(organisation: Organisation, form: ContactForm) -> Contact:
    """Return the contact with the address of a form, whose mailbox was confirmed before, or add it to the register."""
    try:
        added = await change_contacts(organisation, ContactChange(add=form, confirmed=True))
    except ContactKnown:
        added = None
    contact = added or await organisations.contact_by_email(organisation.id, form.email)
    if contact is None:  # pragma: no cover -- it is known, or was added above
        raise LookupError(form.email)
    return contact


@handles("tell_members_of_contacts")
async def tell_members(payload: Mapping[str, Any]) -> None:
    """Tell the coordinators of the memoranda concerned that the contacts of an organisation, which the letter does not name, were changed."""
    async with transaction():
        for person in await members_concerned(payload["organisation"]):
            language = person.language if person.language in SUPPORTED_LANGUAGES else "en"
            await write_letter(
                "contacts_changed_desk",
                address=person.email,
                language=language,
                answering=None,
                discreet=False,
                name=person.name,
                change=payload["change"],
                link=load().base_url + url_for("desk.contacts.show", lang=language, number=payload["organisation"]),
            )
