"""Importing organisations: choose a file, see what it would do, confirm, watch it happen."""

from __future__ import annotations

import json
from typing import Any

from litestar import Request, Response
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.desk.pages import checked, desk_page, invalid_page, person_of
from coalition.exchange import importing
from coalition.exchange.csv_files import LARGEST_FILE, UnreadableFile, text_of
from coalition.exchange.planning import Plan, RowAction, plan_import
from coalition.exchange.tables import Import
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.web.pages import language_of, redirect
from coalition.web.routing import route

_NEW = "desk/imports/new.html"
_LARGEST_NUMBER = 2**31
MOST_SHOWN = 500


@route("desk.import.new")
async def new_import(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Ask for the file and say what it must hold."""
    return desk_page(request, _NEW, section="organisations")


@route("desk.import.create")
async def create_import(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Keep the file until its sender has seen what it would do."""
    given = await checked(request)
    try:
        row = await _keep(request, given.get("file"))
    except UnreadableFile as unreadable:
        return invalid_page(request, _NEW, InvalidForm({"file": unreadable.message}), section="organisations")
    return redirect("desk.import.show", lang=language_of(request), import_id=row.id)


async def _keep(request: Request[Any, Any, Any], upload: object) -> Import:
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise UnreadableFile(Message("Choose a file."))
    text = text_of(await upload.read(LARGEST_FILE + 1))
    async with database.reading():
        plan = await plan_import(text)
    return await importing.keep_for_confirmation(person_of(request).id, upload.filename, text, len(plan.rows))


@route("desk.import.show")
async def show_import(request: Request[Any, Any, Any], import_id: FromPath[str]) -> Response[bytes]:
    """Show what the file would do, how far it is, or what was done."""
    row = await _found(request, import_id)
    context: dict[str, Any] = {"section": "organisations", "import_row": row}
    if row.finished_at:
        return desk_page(request, "desk/imports/finished.html", outcome=json.loads(row.outcome), **context)
    if row.confirmed_at:
        return desk_page(request, "desk/imports/running.html", **context)
    async with database.reading():
        plan = await plan_import(row.content)
    return desk_page(request, "desk/imports/preview.html", **context, **_preview(plan))


def _preview(plan: Plan) -> dict[str, Any]:
    counts = {action.value: plan.count(action) for action in RowAction}
    return {"plan": plan, "counts": counts, "writing": plan.writing[:MOST_SHOWN], "refused": plan.refused[:MOST_SHOWN]}


@route("desk.import.confirm")
async def confirm_import(request: Request[Any, Any, Any], import_id: FromPath[str]) -> Response[bytes]:
    """Have it imported in the background."""
    row = await _found(request, import_id)
    await checked(request)
    await importing.confirm(row)
    return redirect("desk.import.show", lang=language_of(request), import_id=row.id)


async def _found(request: Request[Any, Any, Any], import_id: str) -> Import:
    number = int(import_id) if import_id.isdecimal() and len(import_id) <= len(str(_LARGEST_NUMBER)) else 0
    row = await importing.import_of(number, person_of(request).id) if 0 < number < _LARGEST_NUMBER else None
    if row is None:
        raise NotFoundException
    return row
