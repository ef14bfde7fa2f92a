"""The register of organisations and their private contacts."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.desk import rows
from coalition.desk.confirming_names import digest_of, to_confirm
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.organisations import queries, registering
from coalition.organisations.forms import ContactForm, OrganisationChange, OrganisationForm
from coalition.organisations.registering import ContactKnown, SlugTaken
from coalition.organisations.tables import Organisation
from coalition.web.routing import AnyRequest, route

PAGE = 50
_NEW, _EDIT = "desk/organisations/new.html", "desk/organisations/edit.html"
_BLANK = {"language": "", "name": "", "short_name": ""}
_TAKEN = InvalidForm({"slug": Message("This address name is taken by another organisation.")})
_KNOWN = InvalidForm({"email": Message("This address is among the contacts already.")})


@route("desk.organisations.list")
async def list_organisations(request: AnyRequest, q: FromQuery[str] = "", after: FromQuery[str] = "") -> Response[bytes]:
    """List the register, or search it by any name in any script."""
    async with database.reading():
        matches = await queries.search(q, after=after[:500], limit=PAGE + 1)
        contacts = await queries.contacts_of(organisation.id for organisation in matches)
    shown = matches[:PAGE]
    older = f"{shown[-1].name_key}/{shown[-1].slug}" if len(matches) > PAGE else ""
    context: dict[str, Any] = {"organisations": shown, "contacts": contacts, "q": q, "older": older, "after": after}
    return desk_page(request, "desk/organisations/list.html", section="organisations", **context)


@route("desk.organisation.new")
async def new_organisation(request: AnyRequest) -> Response[bytes]:
    """Show the form for a new organisation."""
    return desk_page(request, _NEW, section="organisations", values=_padded({"primary": "0"}))


@route("desk.organisation.create")
async def create_organisation(request: AnyRequest) -> Response[bytes]:
    """Add an organisation to the register."""
    given = await _given(request)
    if rows.wants_more(given):
        return desk_page(request, _NEW, section="organisations", values=_padded(given))
    try:
        row = await _register(given)
    except InvalidForm as problems:
        return invalid_page(request, _NEW, to_confirm(problems), section="organisations", values=_padded(given) | digest_of(problems))
    return done(request, "desk.organisation.edit", "created", organisation=row.slug)


async def _register(given: dict[str, Any]) -> Organisation:
    try:
        return await registering.register(OrganisationForm.parse(given, ignore_unknown=True))
    except SlugTaken:
        raise _TAKEN from None


@route("desk.organisation.edit")
async def edit_organisation(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Show an entry and the contacts."""
    context = await _entry(await known_organisation(organisation))
    return desk_page(request, _EDIT, **context)


@route("desk.organisation.update")
async def update_organisation(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Change an entry."""
    row, given = await known_organisation(organisation), await _given(request)
    if rows.wants_more(given):
        return desk_page(request, _EDIT, **await _entry(row) | {"values": _padded(given)})
    try:
        await registering.amend(row, OrganisationChange.parse(given, ignore_unknown=True))
    except InvalidForm as problems:
        return invalid_page(request, _EDIT, to_confirm(problems), **await _entry(row) | {"values": _padded(given) | digest_of(problems)})
    return done(request, "desk.organisation.edit", "saved", organisation=row.slug)


@route("desk.contact.create")
async def create_contact(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Add a contact."""
    row, given = await known_organisation(organisation), await checked(request)
    try:
        await _add_contact(row, given)
    except InvalidForm as problems:
        return invalid_page(request, _EDIT, problems, **await _entry(row) | {"contact": given})
    return done(request, "desk.organisation.edit", "added", organisation=row.slug)


async def _add_contact(row: Organisation, given: dict[str, Any]) -> None:
    values = {"name": given.get("contact_name", ""), "email": given.get("email", ""), "language": given.get("contact_language", "en")}
    try:
        await registering.add_contact(row, ContactForm.parse(values))
    except ContactKnown:
        raise _KNOWN from None


@route("desk.contact.remove")
async def remove_contact(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Delete a contact."""
    row, given = await known_organisation(organisation), await checked(request)
    number = str(given.get("contact", ""))
    if not number.isdecimal():
        raise NotFoundException
    await registering.remove_contact(row, int(number))
    return done(request, "desk.organisation.edit", "removed", organisation=row.slug)


async def known_organisation(slug: str) -> Organisation:
    """Return an entry of the register.

    Raises:
        NotFoundException: there is none.

    """
    row = await queries.by_slug(slug)
    if row is None:
        raise NotFoundException
    return row


async def _given(request: AnyRequest) -> dict[str, Any]:
    given = await checked(request)
    names = await rows.mark_primary(request, rows.filled(given, "names"))
    chosen = next((str(at) for at, name in enumerate(names) if name["primary"]), "0")
    return given | {"names": names, "at_risk": "at_risk" in given, "primary": chosen}


async def _entry(row: Organisation) -> dict[str, Any]:
    async with database.reading():
        shown = await queries.view_of(row)
        contacts = (await queries.contacts_of([row.id])).get(row.id, [])
    names = [{"language": own_name.language, "name": own_name.name, "short_name": own_name.short_name} for own_name in shown.names]
    primary = next((str(at) for at, own_name in enumerate(shown.names) if own_name.primary), "0")
    columns = ("slug", "kind", "scope", "status", "country", "seat_country", "website", "at_risk")
    values = {key: getattr(shown, key) or "" for key in columns} | {"names": names, "primary": primary}
    return {"section": "organisations", "organisation": shown, "contacts": contacts, "contact": {}, "values": _padded(values)}


def _padded(values: dict[str, Any]) -> dict[str, Any]:
    return rows.padded(values, "names", _BLANK, least=2)
