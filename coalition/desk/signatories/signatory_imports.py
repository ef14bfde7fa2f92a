"""Importing signatories of the past: choose a file, see a preview, confirm."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.desk.desk_pages import checked, desk_page, invalid_page, own_memorandum, person_of
from coalition.desk.organisations.imports import import_page, own_import
from coalition.desk.refusals import SENTENCES
from coalition.fields import InvalidForm
from coalition.imports import uploads
from coalition.imports.signatory_plan import plan_signatories
from coalition.imports.signatory_rows import COLUMNS
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.actions import Action, Situation, is_possible
from coalition.memoranda.errors import WasAbandoned
from coalition.spreadsheets.csv_files import LARGEST_FILE, UnreadableFile
from coalition.spreadsheets.workbooks import table_text
from coalition.web.pages import language_of, redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.imports.tables import Import
    from coalition.memoranda.tables import Memorandum


_NEW = "desk/imports/signatories.html"
LONGEST_SOURCE = 500


@route("desk.signatory_import.new")
async def new_signatory_import(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show the form for the file, with the expected columns."""
    row = await own_memorandum(request, memorandum)
    return desk_page(request, _NEW, values={}, **await _context(row))


@route("desk.signatory_import.create")
async def create_signatory_import(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Store the file until the person confirms the preview."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    source = str(given.get("source", "")).strip()
    try:
        uploaded = await _keep(request, row, given, source)
    except InvalidForm as problems:
        return invalid_page(request, _NEW, problems, values={"source": source}, **await _context(row))
    return redirect("desk.signatory_import.show", lang=language_of(request), memorandum=row.slug, import_id=uploaded.id)


async def _keep(request: AnyRequest, row: Memorandum, given: Mapping[str, Any], source: str) -> Import:
    upload = given.get("file")
    if not is_possible(Action.RECORD_PAST_ACT, Situation(row)):
        raise InvalidForm({"file": SENTENCES[WasAbandoned]})
    if len(source) > LONGEST_SOURCE:
        raise InvalidForm({"source": Message("At most {limit} characters fit here.", limit=LONGEST_SOURCE)})
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise InvalidForm({"file": Message("Choose a file.")})
    try:
        text = await asyncio.to_thread(table_text, await upload.read(LARGEST_FILE + 1))
        async with database.reading():
            plan = await plan_signatories(row, text.encode(), source=source)
    except UnreadableFile as unreadable:
        raise InvalidForm({"file": unreadable.message}) from None
    more = {"memorandum": row.id, "source": source}
    return await uploads.keep_for_confirmation(person_of(request).id, upload.filename, text, len(plan.rows), **more)


@route("desk.signatory_import.show")
async def show_signatory_import(request: AnyRequest, memorandum: FromPath[str], import_id: FromPath[str]) -> Response[bytes]:
    """Show the preview or the result of an import."""
    row = await own_memorandum(request, memorandum)
    uploaded = await own_import(request, import_id, row.id)
    at = {"lang": language_of(request), "memorandum": row.slug}
    here = {"new": url_for("desk.signatory_import.new", **at), "back": url_for("desk.signatories.list", **at)}
    here["confirm"] = url_for("desk.signatory_import.confirm", **at, import_id=uploaded.id)
    plan = partial(plan_signatories, row, uploaded.content.encode(), source=uploaded.source)
    return await import_page(request, uploaded, plan, section="memoranda", here=here)


@route("desk.signatory_import.confirm")
async def confirm_signatory_import(request: AnyRequest, memorandum: FromPath[str], import_id: FromPath[str]) -> Response[bytes]:
    """Start the import in the background."""
    row = await own_memorandum(request, memorandum)
    uploaded = await own_import(request, import_id, row.id)
    await checked(request)
    await uploads.confirm(uploaded)
    return redirect("desk.signatory_import.show", lang=language_of(request), memorandum=row.slug, import_id=uploaded.id)


async def _context(row: Memorandum) -> dict[str, Any]:
    async with database.reading():
        view = await queries.view(row)
    return {"section": "memoranda", "part": "signatories", "memorandum": view, "columns": COLUMNS, "longest_source": LONGEST_SOURCE}
