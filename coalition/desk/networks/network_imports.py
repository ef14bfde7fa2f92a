"""Importing networks and their members as a table: choose a file; its further pages are those of the import of organisations."""

from __future__ import annotations

from typing import Any

from litestar import Response

from coalition.desk import import_pages
from coalition.desk.desk_pages import checked, desk_page, invalid_page
from coalition.desk.organisations.imports import pages_of
from coalition.fields import InvalidForm
from coalition.imports.membership_rows import FIELDS
from coalition.spreadsheets.csv_files import UnreadableFile
from coalition.web.routing import AnyRequest, route

_NEW = "desk/imports/networks.html"
_SHOWN: dict[str, Any] = {"section": "organisations", "fields": FIELDS.words}
_SAMPLE = [
    {"network": "Harbour Justice Network", "member": "Northern Hills Legal Aid", "role": "secretariat", "since": "2013-02", "note": "Statutes"},
    {"network": "Harbour Justice Network", "member": "northern-lakes", "role": "observer", "since": "2015", "until": "unknown"},
]


@route("desk.network_import.new")
async def new_network_import(request: AnyRequest) -> Response[bytes]:
    """Show the form for the file, with the fields."""
    return desk_page(request, _NEW, **_SHOWN)


@route("desk.network_import.create")
async def create_network_import(request: AnyRequest) -> Response[bytes]:
    """Store the file until the person confirms the preview."""
    given = await checked(request)
    try:
        row, is_clear = await import_pages.keep_upload(request, given.get("file"), FIELDS, memberships=True)
    except UnreadableFile as unreadable:
        return invalid_page(request, _NEW, InvalidForm({"file": unreadable.message}), **_SHOWN)
    return (await pages_of(request, row)).go(".show" if is_clear else "_columns.edit", row)


@route("desk.network_import_sample.show")
async def show_network_import_sample(request: AnyRequest) -> Response[bytes]:
    """Return a sample file."""
    assert request  # noqa: S101 -- the sample is the same for everybody
    return import_pages.sample(FIELDS, _SAMPLE)
