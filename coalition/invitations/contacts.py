"""The contacts of an organisation, who receive private links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.organisations import queries as organisations
from coalition.organisations.registering import add_contact

if TYPE_CHECKING:
    from coalition.organisations.forms import ContactForm
    from coalition.organisations.tables import Contact, Organisation


async def known_or_added(organisation: Organisation, form: ContactForm) -> Contact:
    """Return the contact with the address of a form, or add one, inside the caller's transaction; an existing contact is not changed."""
    contact = await organisations.contact_by_email(organisation.id, form.email)
    if contact is None:
        await add_contact(organisation, form)
        contact = await organisations.contact_by_email(organisation.id, form.email)
    if contact is None:  # pragma: no cover -- it was added above
        raise LookupError(form.email)
    return contact
