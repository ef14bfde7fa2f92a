"""Entering organisations in the register and amending their entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import Duplicate, transaction
from coalition.errors import CoalitionError
from coalition.languages import sort_key
from coalition.notices.issuing import pages_change
from coalition.organisations.queries import former_names
from coalition.organisations.tables import Contact, Organisation, OrganisationName
from coalition.search_keys import plain_key, search_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.organisations.forms import ContactForm, NameForm, OrganisationChange, OrganisationForm
    from coalition.organisations.queries import NameIn


class SlugTaken(CoalitionError):
    """Another record has this address name."""


class ContactKnown(CoalitionError):
    """The organisation has a contact with this e-mail address."""


async def register(form: OrganisationForm) -> Organisation:
    """Enter an organisation with its names and contacts.

    Raises:
        SlugTaken: the address name belongs to another one.

    """
    now = clock.now()
    columns = form.model_dump(exclude={"names", "contacts"}, mode="json") | names_as_keys(form.slug, form.names)
    row = Organisation(**columns, created_at=now, updated_at=now)
    try:
        async with transaction():
            await row.save()
            await put_names(row, form.names)
            for contact in form.contacts:
                await add_contact(row, contact)
            await pages_change()
    except Duplicate as duplicate:
        raise SlugTaken from duplicate
    return row


async def amend(organisation: Organisation, change: OrganisationChange) -> None:
    """Change an entry; names that are given replace all names."""
    values = change.changes() | {"updated_at": clock.now()}
    async with transaction():
        if change.names is not None:
            values |= names_as_keys(organisation.slug, change.names, await former_names(organisation.id))
            await OrganisationName.delete().where(OrganisationName.organisation == organisation.id)
            await put_names(organisation, change.names)
        await Organisation.update(**values).where(Organisation.id == organisation.id)
        await pages_change()


async def add_contact(organisation: Organisation, form: ContactForm) -> None:
    """Add a person to write to.

    Raises:
        ContactKnown: the address is there already.

    """
    row = Contact(organisation=organisation.id, name=form.name, email=form.email, language=form.language, created_at=clock.now())
    try:
        async with transaction():
            await Contact.insert(row)
    except Duplicate as duplicate:
        raise ContactKnown from duplicate


async def remove_contact(organisation: Organisation, contact_id: int) -> None:
    """Forget a person."""
    async with transaction():
        await Contact.delete().where((Contact.id == contact_id) & (Contact.organisation == organisation.id))


async def put_names(organisation: Organisation, names: Sequence[NameForm]) -> None:
    """Write the present names, inside the caller's transaction."""
    rows = [
        OrganisationName(organisation=organisation.id, language=name.language, name=name.name, short_name=name.short_name, is_primary=name.primary)
        for name in names
    ]
    await OrganisationName.insert(*rows)


def names_as_keys(slug: str, names: Sequence[NameForm | NameIn], former: Sequence[NameIn] = ()) -> dict[str, Any]:
    """Return under what an organisation is sorted (its primary name) and found (every name it has or had)."""
    primary = next(name for name in names if name.primary)
    words = [slug, *(text for name in (*names, *former) for text in (name.name, name.short_name) if text)]
    searched = {key(word) for word in words for key in (plain_key, search_key)}
    return {"name_key": sort_key(primary.name)[:400], "search_key": " | ".join(sorted(searched))[:4000]}
