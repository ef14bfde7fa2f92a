"""Addressees at the desk: adding, changing and removing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.deliveries.addressing import add_addressee, change_addressee, remove_addressee
from coalition.deliveries.errors import AddresseeInUse, NoSuchAddressee
from coalition.deliveries.forms import AddresseeForm
from coalition.deliveries.timelines import addressee_views
from coalition.desk import rows
from coalition.desk.deliveries.delivery_pages import SENTENCES
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.desk.saved_meanwhile import both_versions, check_unchanged, with_mark
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.organisations.visible_queries import Viewer
from coalition.saved_states import SavedMeanwhile
from coalition.web.address_numbers import number_in
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.deliveries.views import AddresseeView
    from coalition.memoranda.tables import Memorandum

_BLANK = {"language": "", "name": "", "office": ""}
_LABELS = {
    "organisation": Message("Organisation of the register"),
    "link": Message("Web address"),
    "place": Message("Place among the addressees"),
}


@route("desk.addressee.new")
async def new_addressee(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show the form for an addressee."""
    return await _page(request, await own_memorandum(request, memorandum), {})


@route("desk.addressee.create")
async def create_addressee(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Add an addressee."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    if rows.wants_more(given):
        return await _page(request, row, given)
    try:
        await add_addressee(row, await _form(given))
    except InvalidForm as problems:
        return await _page(request, row, given, **refusal(request, problems))
    return done(request, "desk.deliveries.list", "added", memorandum=row.slug)


@route("desk.addressee.edit")
async def edit_addressee(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Show an addressee in its form."""
    row = await own_memorandum(request, memorandum)
    shown = await _addressee(row, number_in(number))
    return await _page(request, row, _values(shown), shown)


@route("desk.addressee.update")
async def update_addressee(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Change an addressee."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    shown = await _addressee(row, number_in(number))
    if rows.wants_more(given):
        return await _page(request, row, given, shown)
    try:
        form = await _form(given)
        check_unchanged(given, _values(shown))
        await change_addressee(row, shown.number, form)
    except SavedMeanwhile:
        return await _page(request, row, given, shown, **both_versions(request, _padded(given), _values(shown), _LABELS))
    except InvalidForm as problems:
        return await _page(request, row, given, shown, **refusal(request, problems))
    return done(request, "desk.deliveries.list", "saved", memorandum=row.slug)


@route("desk.addressee.remove")
async def delete_addressee(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Remove an addressee about which no entry is."""
    row, _ = await own_memorandum(request, memorandum), await checked(request)
    shown = await _addressee(row, number_in(number))
    try:
        await remove_addressee(row, shown.number)
    except NoSuchAddressee:
        raise NotFoundException from None
    except AddresseeInUse as problem:
        return await _page(request, row, _values(shown), shown, **refusal(request, problem, SENTENCES))
    return done(request, "desk.deliveries.list", "removed", memorandum=row.slug)


async def _form(given: Mapping[str, Any]) -> AddresseeForm:
    named = await rows.slug_in(given) if str(given.get("organisation", "")).strip() else ""
    return AddresseeForm.parse({**given, "organisation": named, "names": rows.filled(given, "names")}, ignore_unknown=True)


async def _addressee(row: Memorandum, number: int) -> AddresseeView:
    shown = next((each for each in await addressee_views(row.id, Viewer.COORDINATOR) if each.number == number), None)
    if shown is None:
        raise NotFoundException
    return shown


def _values(shown: AddresseeView) -> dict[str, Any]:
    names = [{"language": name.language, "name": name.name, "office": name.office} for name in shown.names.values()]
    organisation = shown.organisation.slug if shown.organisation else ""
    return _padded(with_mark({"names": names, "link": shown.link, "organisation": organisation, "place": str(shown.place)}))


def _padded(values: Mapping[str, Any]) -> dict[str, Any]:
    return rows.padded(dict(values), "names", _BLANK)


async def _page(
    request: AnyRequest, row: Memorandum, given: Mapping[str, Any], shown: AddresseeView | None = None, *, status: int = 200, **context: Any
) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
    values = {"part": "deliveries", "addressee": shown, "values": _padded(given)} | context
    return workbench_page(request, view, "desk/deliveries/addressee.html", status=status, **values)
