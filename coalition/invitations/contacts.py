"""The contacts of an organisation, who receive private links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import one_row
from coalition.organisations.registering import add_contact
from coalition.organisations.tables import Contact

if TYPE_CHECKING:
    from coalition.organisations.forms import ContactForm
    from coalition.organisations.tables import Organisation


async def known_or_added(organisation: Organisation, form: ContactForm) -> Contact:
    """Return the contact with the address of a form, or add one, inside the caller's transaction; an existing contact is not changed."""
    same_address = (Contact.organisation == organisation.id) & (Contact.email == form.email)
    contact = await one_row(Contact, same_address)
    if contact is None:
        await add_contact(organisation, form)
        contact = await one_row(Contact, same_address)
    if contact is None:  # pragma: no cover -- it was added above
        raise LookupError(form.email)
    return contact
