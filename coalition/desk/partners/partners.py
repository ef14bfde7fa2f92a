"""The partners of the host and of programmes: the list, adding organisations of the register, and who may know of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response

from coalition import database
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page
from coalition.desk.paging import PAGE, Asked, asked_in
from coalition.desk.partners.whose_partners import OF_HOST, options_of_whose, programme_named, whose
from coalition.desk.refusals import refusal
from coalition.desk.ticks import MOST_TICKED, SHOW, only_shows, show_list, ticks_in
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.organisations.queries import page_by_name
from coalition.organisations.visible_queries import Viewer
from coalition.partners.forms import NewPartners
from coalition.partners.queries import HOST, Chosen, countries_of_partners, no_present_partner, numbers_without_names, partners_page
from coalition.partners.recording_partners import add_partners, show_partners
from coalition.saved_states import RemovedMeanwhile
from coalition.web.address_numbers import number_in
from coalition.web.menus import countries_by_name
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.errors import CoalitionError

_LIST, _NEW = "desk/partners/list.html", "desk/partners/new.html"
_FILTERS = ("country", "theme", "programme", "state", "shown", "kind")
_SORTS = ("name_last",)
_REMOVED = Message(
    "Somebody removed this partner while you had it open. Nothing is saved: what you typed stands below, and you can add the partner again."
)
_NOBODY = InvalidForm({"partners": Message("Tick partners first.")})
_LISTS = ("organisations", "countries", "themes")


@route("desk.partners.list")
async def list_partners(request: AnyRequest) -> Response[bytes]:
    """List partners by name, or those that words and filters find, with ticks."""
    return desk_page(request, _LIST, **await _listed(request, asked_in(request, *_FILTERS, sorts=_SORTS), ticks_in(request)))


@route("desk.partners.show")
async def show_ticked_partners(request: AnyRequest) -> Response[bytes]:
    """Show the ticked partners to everybody, or to coordinators only. Some buttons only show the list."""
    given, asked = await checked(request, lists=("partners",)), asked_in(request, *_FILTERS, sorts=_SORTS)
    ticked = [str(number) for number in given["partners"]]
    if only_shows(given):
        return show_list(request, "desk.partners.list", given, ticked)
    try:
        if not ticked:
            raise _NOBODY
        await show_partners(map(number_in, ticked[:MOST_TICKED]), public=given.get("public") == "yes")
    except InvalidForm as problem:
        return invalid_page(request, _LIST, problem, **await _listed(request, asked, ticked))
    return done(request, "desk.partners.list", "saved", **asked.here, after=asked.after or None)


async def _listed(request: AnyRequest, asked: Asked, ticked: Sequence[str]) -> dict[str, Any]:
    language = language_of(request)
    async with database.reading():
        programme = await programme_named(asked.chosen("programme"))
        chosen = await _chosen_in(asked)
        order: dict[str, Any] = {"after": asked.after, "limit": PAGE, "descending": asked.sort == "name_last"}
        page = await partners_page(chosen, Viewer.COORDINATOR, asked.q, language=language, **order)
        codes = await countries_of_partners(Viewer.COORDINATOR)
        unnamed = await numbers_without_names(chosen.programme)
        owners = await options_of_whose(asked.chosen("programme"), language)
    here = {str(partner.id) for partners in page.of.values() for partner in partners}
    facts: dict[str, Any] = {"ticked": ticked, "elsewhere": [tick for tick in ticked if tick not in here]}
    facts |= {"asked": asked, "page": page, "programme": programme, "unnamed": unnamed, "owners": owners}
    return facts | {"section": "organisations", "countries": countries_by_name(codes, language), "of_host": OF_HOST}


async def _chosen_in(asked: Asked) -> Chosen:
    names = ("state", "country", "theme", "kind", "shown")
    return Chosen(programme=await whose(asked.chosen("programme")), **{name: asked.chosen(name) for name in names})


@route("desk.partners.new")
async def new_partners(request: AnyRequest) -> Response[bytes]:
    """Show organisations of the register that are no partners yet, with ticks, and the form for what is known of them all."""
    return await _new_page(request, {})


@route("desk.partners.create")
async def create_partners(request: AnyRequest) -> Response[bytes]:
    """Add the ticked organisations as partners. Some buttons only show other organisations; nothing that is typed is lost."""
    given = await checked(request, lists=_LISTS)
    if only_shows(given):
        return await _new_page(request, given)
    try:
        programme = str(given.get("programme", ""))
        form = NewPartners.parse(given | {"programme": "" if programme == OF_HOST else programme}, ignore_unknown=True)
        await add_partners(form.each())
    except InvalidForm as problems:
        return await _new_page(request, given, problems)
    return done(request, "desk.partners.list", "added", programme=programme or OF_HOST)


async def page_of_removed(request: AnyRequest, given: Mapping[str, Any]) -> Response[bytes]:
    """Show what was typed in the form of a partner that somebody removed meanwhile, as a new one that is not saved yet (409)."""
    return await _new_page(request, {**given, "organisations": [given.get("organisation", "")]}, RemovedMeanwhile())


async def _new_page(request: AnyRequest, given: Mapping[str, Any], problems: CoalitionError | None = None) -> Response[bytes]:
    asked = asked_in(request, "programme")
    q, after = (str(given.get("find_q", "")).strip(), str(given.get(SHOW, ""))) if given else (asked.q, asked.after)
    owner = str(given.get("programme", "")) or asked.chosen("programme") or OF_HOST
    async with database.reading():
        programme = await programme_named(owner)
        free = no_present_partner(programme.id if programme else HOST)
        page = await page_by_name(q, language=language_of(request), after=after, limit=PAGE, visible=free)
    here, ticked = {view.slug for view in page.organisations}, list(given.get("organisations", ()))
    context: dict[str, Any] = {"ticked": ticked, "elsewhere": [slug for slug in ticked if slug not in here], "q": q, "after": after}
    context |= {"section": "organisations", "programme": programme, "owner": owner, "page": page, "values": given}
    refused = refusal(request, problems, {RemovedMeanwhile: _REMOVED}) if problems else {}
    return desk_page(request, _NEW, **context, **refused)
