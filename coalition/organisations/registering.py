"""Adding organisations and contacts to the register, and changing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import Duplicate, transaction
from coalition.errors import CoalitionError
from coalition.languages import sort_key
from coalition.notices.issuing import pages_change
from coalition.organisations import queries
from coalition.organisations.event_queries import former_names
from coalition.organisations.look_alikes import check_names, write_shapes
from coalition.organisations.tables import Contact, Organisation, OrganisationName
from coalition.search_keys import plain_key, search_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.organisations.forms import ContactForm, NameForm, OrganisationChange, OrganisationForm
    from coalition.organisations.views import NameView


class SlugTaken(CoalitionError):
    """Another record has this slug."""


class ContactKnown(CoalitionError):
    """The organisation already has a contact with this e-mail address."""


async def register(form: OrganisationForm, *, names_were_shown: bool = False) -> Organisation:
    """Add an organisation with its names and contacts; an import shows all names that look alike before.

    Raises:
        SlugTaken: another organisation has the slug.
        LooksAlike: a person must look at the names first.

    """
    if await queries.by_slug(form.slug):
        raise SlugTaken
    if not names_were_shown:
        await check_names(form.names, form.looked_at)
    now = clock.now()
    columns = form.model_dump(exclude={"names", "contacts", "looked_at"}, mode="json") | name_keys(form.slug, form.names)
    row = Organisation(**columns, created_at=now, updated_at=now)
    try:
        async with transaction():
            await row.save()
            await insert_names(row, form.names)
            await write_shapes(row.id, form.names)
            for contact in form.contacts:
                await add_contact(row, contact)
            await pages_change()
    except Duplicate as duplicate:
        raise SlugTaken from duplicate
    return row


async def amend(organisation: Organisation, change: OrganisationChange, *, names_were_shown: bool = False) -> None:
    """Change an organisation; names in the form replace all present names.

    Raises:
        LooksAlike: a person must look at the new names first.

    """
    if change.names is not None and not names_were_shown:
        await check_names(change.names, change.looked_at, await queries.view_of(organisation))
    values = change.changes() | {"updated_at": clock.now()}
    async with transaction():
        if change.names is not None:
            former = await former_names(organisation.id)
            values |= name_keys(organisation.slug, change.names, former)
            await write_shapes(organisation.id, [*change.names, *former])
            await OrganisationName.delete().where(OrganisationName.organisation == organisation.id)
            await insert_names(organisation, change.names)
        await Organisation.update(**values).where(Organisation.id == organisation.id)
        await pages_change()


async def add_contact(organisation: Organisation, form: ContactForm) -> None:
    """Add a contact.

    Raises:
        ContactKnown: the organisation has a contact with this address.

    """
    row = Contact(organisation=organisation.id, name=form.name, email=form.email, language=form.language, created_at=clock.now())
    try:
        async with transaction():
            await Contact.insert(row)
    except Duplicate as duplicate:
        raise ContactKnown from duplicate


async def remove_contact(organisation: Organisation, contact_id: int) -> None:
    """Delete a contact."""
    async with transaction():
        await Contact.delete().where((Contact.id == contact_id) & (Contact.organisation == organisation.id))


async def insert_names(organisation: Organisation, names: Sequence[NameForm]) -> None:
    """Insert the present names, inside the caller's transaction."""
    rows = [
        OrganisationName(organisation=organisation.id, language=name.language, name=name.name, short_name=name.short_name, is_primary=name.primary)
        for name in names
    ]
    await OrganisationName.insert(*rows)


def name_keys(slug: str, names: Sequence[NameForm | NameView], former: Sequence[NameView] = ()) -> dict[str, Any]:
    """Return the columns for sorting (the primary name) and for searching (every present and former name)."""
    primary = next(name for name in names if name.primary)
    words = [slug, *(text for name in (*names, *former) for text in (name.name, name.short_name) if text)]
    searched = {key(word) for word in words for key in (plain_key, search_key)}
    return {"name_key": sort_key(primary.name)[:400], "search_key": " | ".join(sorted(searched))[:4000]}
