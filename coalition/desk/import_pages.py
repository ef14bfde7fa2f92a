"""What the imports of organisations and of signatories share at the desk: the upload, the columns, the questions, the preview, the result."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from msgspec import Struct

from coalition import collector, database
from coalition.addresses import url_for
from coalition.desk.desk_pages import desk_page, invalid_page, person_of
from coalition.desk.import_rows import added_memberships, rows_to_write
from coalition.directions import isolated_value
from coalition.fields import InvalidForm
from coalition.imports import uploads
from coalition.imports.file_columns import Fields, check_columns, first_values, read_table
from coalition.imports.file_previews import plan_of, preview_in, stored_preview
from coalition.imports.left_import_queries import is_left
from coalition.imports.left_out import left_out_rows, sample_file
from coalition.imports.pasted_lists import pasted_sheets
from coalition.imports.queries import acts_of_import, import_about, import_of, number_imported_by
from coalition.imports.questions import Choices
from coalition.imports.turns import ImportNotLeft, take_over
from coalition.languages import Message
from coalition.memoranda.queries import is_member
from coalition.organisations.likely_duplicates import record_contacts_shown
from coalition.people.queries import names_of
from coalition.spreadsheets.csv_files import LARGEST_FILE, UnreadableFile
from coalition.spreadsheets.workbooks import sheets_of
from coalition.web.address_numbers import number_in
from coalition.web.pages import PRIVATE, file, language_of, redirect

if TYPE_CHECKING:
    from litestar import Response

    from coalition.imports.file_columns import FileTable
    from coalition.imports.file_previews import Preview
    from coalition.imports.tables import Import
    from coalition.spreadsheets.sheets import Sheet
    from coalition.web.routing import AnyRequest


_QUESTION = re.compile("q[0-9a-f]{16}")
_COLUMN = re.compile(r"column-(\d{1,4})")
FIRST_VALUES = 3
_PASTED = Message("Pasted list")


class ImportPages(Struct, frozen=True):
    """What differs between the imports: the fields, the names of the addresses, their parameters, and the pages' context."""

    fields: Fields
    routes: str
    back: str
    at: Mapping[str, str]
    context: Mapping[str, Any]
    origin: str = ""  # the page from which a list came that is not given on the page of imports
    pasting: str = ""  # the page on which such a list is pasted

    def url(self, page: str, row: Import | None = None) -> str:
        """Return the address of a page of an import."""
        return url_for(f"{self.routes}{page}", **self.at, **({"import_id": row.id} if row else {}))

    def go(self, page: str, row: Import, **query: str) -> Response[bytes]:
        """Redirect to a page of an import."""
        return redirect(f"{self.routes}{page}", **self.at, import_id=row.id, **query)

    def here(self, row: Import) -> dict[str, str]:
        """Return the addresses that the pages of an import link to."""
        pages = {
            "columns": "_columns.edit",
            "confirm": ".confirm",
            "answers": "_answers.create",
            "left_out": "_rows.show",
            "show": ".show",
            "undo": "_undoing.create",
        }
        ends = {"new": self.pasting or self.url(".new"), "back": self.origin or url_for(self.back, **self.at)}
        return {name: self.url(page, row) for name, page in pages.items()} | ends


async def keep_upload(request: AnyRequest, upload: object, fields: Fields, **more: Any) -> tuple[Import, bool]:
    """Store an uploaded file; return it, and whether the fields of all its columns are known.

    Raises:
        UnreadableFile: there is no file, or it holds no table.

    """
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise UnreadableFile(Message("Choose a file."))
    content = await upload.read(LARGEST_FILE + 1)
    with collector.paused():
        return await _keep(request, upload.filename, content, fields, **more)


async def keep_list(request: AnyRequest, given: Mapping[str, Any], fields: Fields, **more: Any) -> tuple[Import, bool]:
    """Store a list that was pasted, or an uploaded file in its place; return as `keep_upload`.

    Raises:
        UnreadableFile: as `keep_upload`, or nothing was pasted.

    """
    upload = given.get("file")
    if isinstance(upload, UploadFile) and upload.filename:
        return await keep_upload(request, upload, fields, **more)
    with collector.paused():
        sheets = await asyncio.to_thread(pasted_sheets, str(given.get("list", "")), fields)
        return await _keep_sheets(request, _PASTED.text(language_of(request)), sheets, fields, **more)


async def _keep(request: AnyRequest, name: str, content: bytes, fields: Fields, **more: Any) -> tuple[Import, bool]:
    return await _keep_sheets(request, name, await asyncio.to_thread(sheets_of, content), fields, **more)


async def _keep_sheets(request: AnyRequest, name: str, sheets: Sequence[Sheet], fields: Fields, **more: Any) -> tuple[Import, bool]:
    table = await asyncio.to_thread(read_table, sheets, fields, Choices())
    row = await uploads.keep_for_confirmation(person_of(request).id, name, sheets, rows=len(table.table.rows), **more)
    return row, not table.ignored and len(sheets) == 1 and fields.is_enough(table.columns)


async def own_import(request: AnyRequest, import_id: str, memorandum_id: int | None = None) -> Import:
    """Return an import that this person uploaded or took over; with `memorandum_id` one of its signatories.

    Raises:
        NotFoundException: there is no such import, it is another person's, or a list about a memorandum on which this person does not work.

    """
    row = await import_of(number_in(import_id), person_of(request).id, memorandum_id)
    if row is None or not await _may_know(request, row):
        raise NotFoundException
    return row


async def import_at_hand(request: AnyRequest, import_id: str, memorandum_id: int | None = None) -> Import:
    """Return an import of this person, or one of a colleague who may not go on with it any more.

    Raises:
        NotFoundException: there is no such import, or its coordinator can go on with it; or as `own_import`.

    """
    row = await import_about(number_in(import_id), memorandum_id)
    if row is None or not await _may_know(request, row):
        raise NotFoundException
    if row.coordinator != person_of(request).id and not await is_left(row):
        raise NotFoundException
    return row


async def _may_know(request: AnyRequest, row: Import) -> bool:
    """Whether this person may know to which memorandum those on a list are to be invited."""
    return row.inviting is None or await is_member(row.inviting, person_of(request).id)


def _is_stopped(request: AnyRequest, row: Import) -> bool:
    """Whether somebody has to take an import over before it goes on: it stopped, or is that of a colleague who may not go on with it."""
    return row.coordinator != person_of(request).id or bool(row.stopped_at and row.confirmed_at)


async def taken_over(request: AnyRequest, row: Import) -> Import:
    """Return an import after this person took it over; their own stays as it is, unless it stopped.

    Raises:
        NotFoundException: somebody else took it over meanwhile.

    """
    person = person_of(request)
    try:
        if _is_stopped(request, row):
            await take_over(row, person)
    except ImportNotLeft:
        raise NotFoundException from None
    return await own_import(request, str(row.id), row.memorandum)


async def columns_page(request: AnyRequest, row: Import, pages: ImportPages, problem: UnreadableFile | None = None) -> Response[bytes]:
    """Show each column of a file with its first values and a menu of the fields."""
    if row.confirmed_at:
        return pages.go(".show", row)
    sheets = await asyncio.to_thread(uploads.sheets_of, row)
    choices = uploads.choices_of(row)
    table = await asyncio.to_thread(read_table, sheets, pages.fields, choices)
    context = {**pages.context, "import_row": row, "here": pages.here(row), "sheets": sheets, "sheet": choices.sheet, "table": table.table}
    context |= {"columns": _columns(table), "fields": [(name, word.text(language_of(request))) for name, word in pages.fields.words.items()]}
    if problem:
        wrong = InvalidForm({f"column-{_wrong_column(table.columns)}": problem.message})
        return invalid_page(request, "desk/imports/columns.html", wrong, **context)
    return desk_page(request, "desk/imports/columns.html", **context)


def _wrong_column(columns: Sequence[str]) -> int:
    """Return the position of the column whose field another column fills before it; the first one if there is none."""
    return next((at for at, field in enumerate(columns) if field and field in columns[:at]), 0)


def _columns(table: FileTable) -> list[dict[str, Any]]:
    return [
        {"at": at, "name": name, "field": field, "values": [isolated_value(value) for value in first_values(table.table, at, FIRST_VALUES)]}
        for at, (name, field) in enumerate(zip(table.table.header, table.columns, strict=True))
        if name or first_values(table.table, at, 1)
    ]


async def choose_columns(request: AnyRequest, row: Import, pages: ImportPages, given: Mapping[str, Any]) -> Response[bytes]:
    """Store the chosen sheet, or the fields of its columns; fields that do not fit are refused."""
    sheets, choices = await asyncio.to_thread(uploads.sheets_of, row), uploads.choices_of(row)
    sheet = str(given.get("sheet", ""))
    chosen = int(sheet) if sheet in map(str, range(len(sheets))) else choices.sheet
    if given.get("step") == "sheet" and chosen is not None:
        await uploads.choose_columns(row, chosen, None)
        return pages.go("_columns.edit", row)
    columns = {int(match[1]): str(value) for name, value in given.items() if value and (match := _COLUMN.fullmatch(name))}
    await uploads.choose_columns(row, choices.sheet, columns)
    row = await own_import(request, str(row.id), row.memorandum)
    try:
        check_columns((await asyncio.to_thread(read_table, sheets, pages.fields, uploads.choices_of(row))).columns, pages.fields)
    except UnreadableFile as unreadable:
        return await columns_page(request, row, pages, unreadable)
    return pages.go(".show", row)


async def answer_questions(row: Import, pages: ImportPages, given: Mapping[str, Any]) -> Response[bytes]:
    """Store the answers to questions; an answer that is not offered counts as none."""
    await uploads.answer(row, _answers_in(given))
    return pages.go(".show", row)


async def confirm_unless_answered(request: AnyRequest, row: Import, pages: ImportPages, given: Mapping[str, Any]) -> Response[bytes]:
    """Start an import in the background; answers other than those shown are stored instead, because the preview is of other rows then.

    One that stopped, or that a colleague left, is taken over and shown again before it goes on.
    """
    if not row.finished_at and _is_stopped(request, row):
        return pages.go(".show", await taken_over(request, row))
    answers = _answers_in(given)
    if not row.confirmed_at and any(given.get(f"shown-{name}", value) != value for name, value in answers.items()):
        await uploads.answer(row, answers)
        return pages.go(".show", row, done="answered")
    await uploads.confirm(row)
    return pages.go(".show", row)


def _answers_in(given: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in given.items() if _QUESTION.fullmatch(name) and value}


async def import_page(request: AnyRequest, row: Import, pages: ImportPages, *, status: int = 200, **more: Any) -> Response[bytes]:
    """Show an import: its preview, its progress or its result."""
    context = {**pages.context, "import_row": row, "here": pages.here(row), **more}
    if row.undone_at:
        page = "running" if row.done < row.rows else "undone"
        return desk_page(request, f"desk/imports/{page}.html", left=await number_imported_by(row.id), **context)
    if row.finished_at:
        return await _finished_page(request, row, status, context)
    if _is_stopped(request, row):
        return desk_page(request, "desk/imports/stopped.html", status=status, **context | await _part_of(row))
    if row.confirmed_at:
        return desk_page(request, "desk/imports/running.html", **context)
    return await _preview_page(request, row, pages, status, context)


async def _finished_page(request: AnyRequest, row: Import, status: int, context: dict[str, Any]) -> Response[bytes]:
    undoable = len(await acts_of_import(row.id)) if row.memorandum else await number_imported_by(row.id)
    added = await added_memberships(request, row) if row.memberships else None
    whose = (await _part_of(row))["whose"] if row.coordinator != person_of(request).id else ""
    shown = {"outcome": json.loads(row.outcome), "undoable": undoable, "added": added, "whose": whose}
    return desk_page(request, "desk/imports/finished.html", status=status, **shown, **context)


async def _preview_page(request: AnyRequest, row: Import, pages: ImportPages, status: int, context: dict[str, Any]) -> Response[bytes]:
    try:
        preview = await _preview(row, language_of(request), pages.fields)
    except UnreadableFile:
        return pages.go("_columns.edit", row)
    if preview is None:
        return desk_page(request, "desk/imports/planning.html", **context)
    await record_contacts_shown(preview.tells_of_contacts)
    context |= await _part_of(row) if row.stopped_at else {}
    to_write = rows_to_write(request, preview)
    return desk_page(request, "desk/imports/preview.html", status=status, **context, preview=preview, to_write=to_write)


async def _part_of(row: Import) -> dict[str, Any]:
    """Return what a page says of an import that stopped: how much it entered, and who confirmed it."""
    entered = len(await acts_of_import(row.id)) if row.memorandum else await number_imported_by(row.id)
    return {"entered": entered, "whose": (await names_of({row.coordinator})).get(row.coordinator, "")}


async def _preview(row: Import, language: str, fields: Fields) -> Preview | None:
    """Return the preview of a file; None while a job makes that of a long one.

    Raises:
        UnreadableFile: its columns do not fit.

    """
    if not uploads.is_long(row):
        async with database.reading():
            return preview_in(language, await plan_of(row))
    stored = await asyncio.to_thread(stored_preview, row)
    if stored and not stored.previews:
        raise UnreadableFile(fields.needed)
    return stored.previews[language] if stored else None


async def left_out_file(request: AnyRequest, row: Import) -> Response[bytes]:
    """Return the rows that are left out as a file, before or after the import."""
    text = await _left_out(row, language_of(request))
    if not text:
        raise NotFoundException
    return file(b"\xef\xbb\xbf" + text.encode(), "text/csv", cache=PRIVATE, name="left-out.csv")


async def _left_out(row: Import, language: str) -> str:
    if row.finished_at or row.confirmed_at:
        return row.content if row.finished_at else ""
    if uploads.is_long(row):
        stored = await asyncio.to_thread(stored_preview, row)
        return stored.left_out if stored else ""
    async with database.reading():
        plan = await plan_of(row)
    return left_out_rows(plan.file, plan.rows, language)


def sample(fields: Fields, rows: list[dict[str, str]]) -> Response[bytes]:
    """Return a file with every column and some example rows."""
    return file(sample_file(tuple(fields.words), rows), "text/csv", cache=PRIVATE, name="sample.csv")
