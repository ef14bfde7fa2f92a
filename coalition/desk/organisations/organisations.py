"""The register of organisations and their private contacts."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database, trail
from coalition.acts.changing_names import NamesOnRecord
from coalition.approvals import changing
from coalition.approvals.errors import AlreadyAsked, NobodyToApprove
from coalition.approvals.made import Made
from coalition.approvals.queries import is_alone, waits_about
from coalition.desk import rows
from coalition.desk.approvals.approvals import REFUSALS, code_of
from coalition.desk.confirming_names import digest_of, to_confirm
from coalition.desk.confirming_new import questions_about
from coalition.desk.desk_pages import checked, desk_page, done, done_beside, invalid_page, person_of
from coalition.desk.paging import Asked, asked_in
from coalition.desk.refusals import refusal
from coalition.desk.saved_meanwhile import both_versions, check_unchanged, was_changed, with_mark
from coalition.duplicates.other_entries import other_entries
from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.networks.queries import networks_of
from coalition.organisations import queries, registering
from coalition.organisations.contact_changes import ContactKnown
from coalition.organisations.contact_letters import not_reached
from coalition.organisations.forms import ContactForm, OrganisationChange, OrganisationForm
from coalition.organisations.likely_duplicates import LikelyDuplicates, record_contacts_shown, sought_by
from coalition.organisations.look_alikes import LooksAlike
from coalition.organisations.merged_queries import is_one_at_risk
from coalition.organisations.register_queries import REGISTER_FILTERS, days_of_entry, filtered_register, register_by_age
from coalition.organisations.registering import SlugTaken
from coalition.organisations.sought import Sought
from coalition.organisations.tables import Organisation
from coalition.organisations.visible_queries import Viewer
from coalition.people.tables import Coordinator
from coalition.saved_states import SavedMeanwhile
from coalition.trail import TrailAct
from coalition.web.address_numbers import number_in, number_or_zero
from coalition.web.menus import countries_by_name
from coalition.web.pages import language_of, moved, redirect
from coalition.web.routing import AnyRequest, route

PAGE = 50
_NEW, _EDIT = "desk/organisations/new.html", "desk/organisations/edit.html"
_BLANK = {"language": "", "name": "", "short_name": ""}
_TAKEN = InvalidForm({"slug": Message("This address name is taken by another organisation.")})
_REFUSALS = {
    **REFUSALS,
    NamesOnRecord: Message(
        "A public act names this organisation, so its names are not replaced here. Record another name as an event with its date: the link "
        "is below. If only the spelling was wrong, write the reason of the correction."
    ),
}
_KNOWN = InvalidForm({"email": Message("This address is among the contacts already.")})


@route("desk.organisations.list")
async def list_organisations(request: AnyRequest) -> Response[bytes]:
    """List the register, or what words and filters find in it, by name or by the days of entry, in both directions."""
    asked = asked_in(request, *REGISTER_FILTERS, sorts=("name_last", "newest", "oldest"))
    async with database.reading():
        page = await _register_page(asked, language_of(request))
        contacts = await queries.contacts_of(organisation.id for organisation in page.organisations)
        entered = await days_of_entry(organisation.id for organisation in page.organisations)
        countries = countries_by_name(await queries.represented_countries(), language_of(request))
    context: dict[str, Any] = {"organisations": page.organisations, "contacts": contacts, "entered": entered, "asked": asked, "more": page.after}
    return desk_page(request, "desk/organisations/list.html", section="organisations", countries=countries, **context)


async def _register_page(asked: Asked, language: str) -> queries.Page:
    visible = filtered_register(asked.filters)
    if asked.sort in {"newest", "oldest"}:
        after, oldest_first = number_or_zero(asked.after), asked.sort == "oldest"
        return await register_by_age(asked.q, visible, after=after, limit=PAGE, oldest_first=oldest_first)
    descending = asked.sort == "name_last"
    return await queries.page_by_name(asked.q, language=language, after=asked.after, limit=PAGE, visible=visible, descending=descending)


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
    except (InvalidForm, LikelyDuplicates) as problem:
        return await _ask_again(request, given, problem)
    return done(request, "desk.listing.edit" if "list_it" in given else "desk.organisation.edit", "created", organisation=row.slug)


async def _ask_again(request: AnyRequest, given: dict[str, Any], problem: CoalitionError) -> Response[bytes]:
    asks = isinstance(problem, LooksAlike | LikelyDuplicates)
    sought = sought_by(_form(given)) if asks else Sought([])
    shown, context = await questions_about(problem, given, sought)
    values = _padded(given) | context["ticks"]
    return desk_page(request, _NEW, section="organisations", values=values, likely=context["likely"], **refusal(request, shown))


def _form(given: dict[str, Any]) -> OrganisationForm:
    return OrganisationForm.parse(_without_listing(given), ignore_unknown=True)


async def _register(given: dict[str, Any]) -> Organisation:
    try:
        return await registering.register(_form(given))
    except SlugTaken:
        raise _TAKEN from None


def _without_listing(given: dict[str, Any]) -> dict[str, Any]:
    """Return the fields without those of the public register: the page of its own shows first what everybody will see."""
    return {name: value for name, value in given.items() if name not in {"listed", "listing_reason"}}


@route("desk.organisation.edit")
async def edit_organisation(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Show an entry and the contacts; the address of an entry that was merged redirects to the one that remains."""
    row = await known_organisation(organisation)
    if row.merged_into:
        remaining = await queries.slug_of(row.merged_into)
        given = {name: request.query_params[name] for name in ("done", "cleaned") if name in request.query_params}
        return moved("desk.organisation.edit", lang=language_of(request), organisation=remaining, **given)
    if row.at_risk:
        await trail.record_reading(TrailAct.CONTACTS_READ, f"organisation:{row.id}")
    context = await _entry(request, row)
    await record_contacts_shown(number for number in context["shown_contacts"])
    return desk_page(request, _EDIT, **context)


@route("desk.organisation.update")
async def update_organisation(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Change an entry."""
    row, given = await known_organisation(organisation), await _given(request)
    entry = await _entry(request, row)
    typed = entry | {"values": _padded(given), "contact": given}
    if rows.wants_more(given):
        return desk_page(request, _EDIT, **typed)
    try:
        made = await _amend(row, given, entry, person_of(request))
    except SavedMeanwhile:
        return desk_page(request, _EDIT, **typed | both_versions(request, typed["values"], entry["values"]))
    except InvalidForm as problems:
        return invalid_page(request, _EDIT, to_confirm(problems), **typed | {"values": typed["values"] | digest_of(problems)})
    except (NobodyToApprove, NamesOnRecord) as problem:
        return desk_page(request, _EDIT, **typed, **refusal(request, problem, _REFUSALS))
    return await _done(request, row, code_of(made, "saved"), {"contact": given} if _has_contact(given) else {})


async def _amend(row: Organisation, given: dict[str, Any], entry: dict[str, Any], by: Coordinator) -> Made:
    change = OrganisationChange.parse(_without_listing(given), ignore_unknown=True)
    check_unchanged(given, entry["values"])
    return await changing.amend(row, change, by)


def _has_contact(given: dict[str, Any]) -> bool:
    return any(str(given.get(name, "")).strip() for name in ("contact_name", "email"))


async def _done(request: AnyRequest, row: Organisation, code: str, beside: dict[str, Any]) -> Response[bytes]:
    """Say what was done; `beside` is what was typed in the other form of the page and is not saved."""
    if not beside:
        return done(request, "desk.organisation.edit", code, organisation=row.slug)
    return done_beside(request, _EDIT, code, **await _entry(request, await known_organisation(row.slug)) | beside)


@route("desk.contacts.show")
async def show_contacts(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """Redirect from a letter, which does not name the organisation, to its contacts."""
    row = await queries.by_id(number_in(number))
    if row is None:
        raise NotFoundException
    return redirect("desk.organisation.edit", lang=language_of(request), organisation=row.slug)


@route("desk.contact.create")
async def create_contact(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Add a contact, who is asked by letter to confirm; the earlier contacts are told."""
    row, given = await known_organisation(organisation), await _given(request)
    entry = await _entry(request, row)
    beside = {"values": _padded(given)} if was_changed(given, entry["values"]) else {}
    try:
        made = await _add_contact(row, given, person_of(request))
    except (InvalidForm, AlreadyAsked, NobodyToApprove) as problem:
        return desk_page(request, _EDIT, **entry | beside | {"contact": given}, **refusal(request, problem, REFUSALS))
    return await _done(request, row, code_of(made, "added"), beside)


async def _add_contact(row: Organisation, given: dict[str, Any], by: Coordinator) -> Made:
    values = {"name": given.get("contact_name", ""), "email": given.get("email", ""), "language": given.get("contact_language", "en")}
    try:
        return await changing.add_contact(row, ContactForm.parse(values), by)
    except ContactKnown:
        raise _KNOWN from None


@route("desk.contact.remove")
async def remove_contact(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Delete a contact; all contacts are told."""
    row, given = await known_organisation(organisation), await _given(request)
    number = number_in(str(given.get("contact", "")))
    entry = await _entry(request, row)
    beside = {"values": _padded(given)} if was_changed(given, entry["values"]) else {}
    beside |= {"contact": given} if _has_contact(given) else {}
    try:
        made = await changing.remove_contact(row, number, person_of(request))
    except (AlreadyAsked, NobodyToApprove) as problem:
        return desk_page(request, _EDIT, **entry | beside, **refusal(request, problem, REFUSALS))
    return await _done(request, row, code_of(made, "removed"), beside)


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
    given = await checked(request, lists=("themes",))
    names = await rows.mark_primary(request, rows.filled(given, "names"))
    chosen = next((str(at) for at, name in enumerate(names) if name["primary"]), "0")
    return given | {"names": names, "at_risk": "at_risk" in given, "primary": chosen}


async def _entry(request: AnyRequest, row: Organisation) -> dict[str, Any]:
    async with database.reading():
        shown = await queries.view_of(row)
        contacts = (await queries.contacts_of([row.id])).get(row.id, [])
        unreached, memberships = await not_reached(contacts), await networks_of(row.id, Viewer.COORDINATOR)
        needs_two = await is_one_at_risk([row.id])
        waiting = await waits_about(f"organisation:{row.id}") if needs_two else 0
        alone = needs_two and await is_alone(person_of(request).id)
        others = await other_entries(person_of(request).id, row.id)
    names = [{"language": own_name.language, "name": own_name.name, "short_name": own_name.short_name} for own_name in shown.names]
    primary = next((str(at) for at, own_name in enumerate(shown.names) if own_name.primary), "0")
    columns = ("slug", "kind", "scope", "status", "country", "seat_country", "website", "at_risk")
    values = {key: getattr(shown, key) or "" for key in columns} | {"names": names, "primary": primary, "themes": shown.themes.split()}
    context = {"section": "organisations", "organisation": shown, "contacts": contacts, "contact": {}, "values": _padded(with_mark(values))}
    shown_now = {"unreached": unreached, "waiting": waiting, "is_alone": alone, "needs_two": needs_two, "memberships": memberships}
    return context | shown_now | {"others": others, "shown_contacts": others.shown_contacts}


def _padded(values: dict[str, Any]) -> dict[str, Any]:
    return rows.padded(values, "names", _BLANK, least=2)
