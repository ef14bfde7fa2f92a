"""Lists of partners, pasted or as a file: an import of organisations that adds them as partners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response

from coalition.addresses import url_for
from coalition.desk import import_pages
from coalition.desk.desk_pages import checked, desk_page, invalid_page
from coalition.desk.organisations.given_lists import ListForm
from coalition.desk.organisations.imports import pages_of
from coalition.desk.paging import asked_in
from coalition.desk.partners.whose_partners import OF_HOST, whose
from coalition.fields import InvalidForm
from coalition.imports.partner_rows import PARTNER_FIELDS
from coalition.spreadsheets.csv_files import UnreadableFile
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

_PASTED = "desk/imports/pasted.html"


@route("desk.partner_list.new")
async def new_partner_list(request: AnyRequest) -> Response[bytes]:
    """Show the form for a list of partners."""
    owner = asked_in(request, "programme").chosen("programme") or OF_HOST
    await whose(owner)
    return desk_page(request, _PASTED, **_shown(request, owner))


@route("desk.partner_list.create")
async def create_partner_list(request: AnyRequest) -> Response[bytes]:
    """Store a list of partners until the person confirms its preview."""
    given = await checked(request)
    owner = str(given.get("programme", "")) or OF_HOST
    programme = await whose(owner) or None
    try:
        ListForm.parse(given, ignore_unknown=True)
        row, is_clear = await import_pages.keep_list(request, given, PARTNER_FIELDS, partners=True, programme=programme)
    except (InvalidForm, UnreadableFile) as refused:
        problem = InvalidForm({"list": refused.message}) if isinstance(refused, UnreadableFile) else refused
        return invalid_page(request, _PASTED, problem, **_shown(request, owner), values=given)
    return (await pages_of(request, row)).go(".show" if is_clear else "_columns.edit", row)


def _shown(request: AnyRequest, owner: str) -> Mapping[str, Any]:
    language = language_of(request)
    return {
        "section": "organisations",
        "fields": PARTNER_FIELDS.words,
        "address": url_for("desk.partner_list.create", lang=language),
        "back": url_for("desk.partners.list", lang=language, programme=owner),
        "owner": owner,
    }
