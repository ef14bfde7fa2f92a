"""Importing organisations: choose a file, see a preview, confirm, follow the progress."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.desk.desk_pages import checked, desk_page, invalid_page, person_of
from coalition.fields import InvalidForm
from coalition.imports import uploads
from coalition.imports.organisation_plan import plan_import
from coalition.imports.organisation_rows import COLUMN_NAMES
from coalition.imports.plans import RowAction
from coalition.imports.queries import import_of
from coalition.imports.tables import Import
from coalition.languages import Message
from coalition.spreadsheets.csv_files import LARGEST_FILE, UnreadableFile, text_of
from coalition.web.pages import language_of, redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coalition.imports.plans import Plan


_NEW = "desk/imports/new.html"
_LARGEST_NUMBER = 2**31
MOST_SHOWN = 500


@route("desk.import.new")
async def new_import(request: AnyRequest) -> Response[bytes]:
    """Show the form for the file, with the expected columns."""
    return desk_page(request, _NEW, section="organisations", columns=COLUMN_NAMES)


@route("desk.import.create")
async def create_import(request: AnyRequest) -> Response[bytes]:
    """Store the file until the person confirms the preview."""
    given = await checked(request)
    try:
        row = await _keep(request, given.get("file"))
    except UnreadableFile as unreadable:
        return invalid_page(request, _NEW, InvalidForm({"file": unreadable.message}), section="organisations", columns=COLUMN_NAMES)
    return redirect("desk.import.show", lang=language_of(request), import_id=row.id)


async def _keep(request: AnyRequest, upload: object) -> Import:
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise UnreadableFile(Message("Choose a file."))
    text = text_of(await upload.read(LARGEST_FILE + 1))
    async with database.reading():
        plan = await plan_import(text)
    return await uploads.keep_for_confirmation(person_of(request).id, upload.filename, text, len(plan.rows))


@route("desk.import.show")
async def show_import(request: AnyRequest, import_id: FromPath[str]) -> Response[bytes]:
    """Show the preview, the progress or the result of an import."""
    row = await own_import(request, import_id)
    lang = language_of(request)
    here = {"new": url_for("desk.import.new", lang=lang), "back": url_for("desk.organisations.list", lang=lang)}
    here["confirm"] = url_for("desk.import.confirm", lang=lang, import_id=row.id)
    return await import_page(request, row, partial(plan_import, row.content), section="organisations", here=here)


async def import_page(request: AnyRequest, row: Import, plan: Callable[[], Awaitable[Plan[Any]]], **context: Any) -> Response[bytes]:
    """Show an import: its preview (from `plan`), its progress or its result. `here` has the addresses `new`, `confirm` and `back`."""
    if row.finished_at:
        return desk_page(request, "desk/imports/finished.html", outcome=json.loads(row.outcome), import_row=row, **context)
    if row.confirmed_at:
        return desk_page(request, "desk/imports/running.html", import_row=row, **context)
    async with database.reading():
        planned = await plan()
    return desk_page(request, "desk/imports/preview.html", import_row=row, **context, **_preview(planned))


def _preview(plan: Plan[Any]) -> dict[str, Any]:
    counts = {action.value: plan.count(action) for action in RowAction}
    to_look_at = [row for row in plan.writing if row.to_look_at][:MOST_SHOWN]
    return {"plan": plan, "counts": counts, "to_look_at": to_look_at, "writing": plan.writing[:MOST_SHOWN], "refused": plan.refused[:MOST_SHOWN]}


@route("desk.import.confirm")
async def confirm_import(request: AnyRequest, import_id: FromPath[str]) -> Response[bytes]:
    """Start the import in the background."""
    row = await own_import(request, import_id)
    await checked(request)
    await uploads.confirm(row)
    return redirect("desk.import.show", lang=language_of(request), import_id=row.id)


async def own_import(request: AnyRequest, import_id: str, memorandum_id: int | None = None) -> Import:
    """Return an import that this person uploaded.

    Raises:
        NotFoundException: there is no such import, or another person uploaded it.

    """
    number = int(import_id) if import_id.isdecimal() and len(import_id) <= len(str(_LARGEST_NUMBER)) else 0
    row = await import_of(number, person_of(request).id, memorandum_id) if 0 < number < _LARGEST_NUMBER else None
    if row is None:
        raise NotFoundException
    return row
