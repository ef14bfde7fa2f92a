"""Importing signatories of the past: choose a file, see a preview, confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath

from coalition import database
from coalition.acts.tables import AnnulmentGround
from coalition.desk import import_pages
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page, own_memorandum, person_of
from coalition.desk.import_pages import ImportPages, import_at_hand, own_import, taken_over
from coalition.desk.refusals import SENTENCES
from coalition.fields import InvalidForm
from coalition.imports.left_import_queries import left_imports
from coalition.imports.queries import acts_of_import, latest_of
from coalition.imports.signatory_rows import FIELDS
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.actions import Action, Situation, is_possible
from coalition.memoranda.errors import WasAbandoned
from coalition.signatures import batches
from coalition.signatures.on_behalf_forms import AnnulmentForm
from coalition.spreadsheets.csv_files import UnreadableFile
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.imports.tables import Import
    from coalition.memoranda.tables import Memorandum


_NEW = "desk/imports/signatories.html"
LONGEST_SOURCE = 500
_SAMPLE = [
    {
        "organisation": "Harbour Justice Network",
        "country": "Kazakhstan",
        "kind": "signature",
        "date": "2013-02",
        "source": "Minutes",
    },
    {"organisation": "Northern Hills Legal Aid", "country": "NO", "kind": "support", "date": "2013", "source": "Letter"},
]


@route("desk.signatory_import.new")
async def new_signatory_import(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show the form for the file, with the expected columns."""
    row = await own_memorandum(request, memorandum)
    earlier, left = await latest_of(person_of(request).id, row.id), await left_imports(person_of(request).id, row.id)
    return desk_page(request, _NEW, values={}, **await _context(row), earlier=earlier, left=left)


@route("desk.signatory_import.create")
async def create_signatory_import(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Store the file until the person confirms the preview."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    source = str(given.get("source", "")).strip()
    try:
        uploaded, is_clear = await _keep(request, row, given, source)
    except InvalidForm as problems:
        return invalid_page(request, _NEW, problems, values={"source": source}, **await _context(row), earlier=[])
    return _pages(request, row).go(".show" if is_clear else "_columns.edit", uploaded)


async def _keep(request: AnyRequest, row: Memorandum, given: Mapping[str, Any], source: str) -> tuple[Import, bool]:
    if not is_possible(Action.RECORD_PAST_ACT, Situation(row)):
        raise InvalidForm({"file": SENTENCES[WasAbandoned]})
    if len(source) > LONGEST_SOURCE:
        raise InvalidForm({"source": Message("At most {limit} characters fit here.", limit=LONGEST_SOURCE)})
    try:
        return await import_pages.keep_upload(request, given.get("file"), FIELDS, memorandum=row.id, source=source)
    except UnreadableFile as unreadable:
        raise InvalidForm({"file": unreadable.message}) from None


def _pages(request: AnyRequest, memorandum: Memorandum) -> ImportPages:
    at = {"lang": language_of(request), "memorandum": memorandum.slug}
    return ImportPages(FIELDS, "desk.signatory_import", "desk.signatories.list", at, {"section": "memoranda"})


async def _own(request: AnyRequest, memorandum: str, import_id: str) -> tuple[Import, ImportPages]:
    row = await own_memorandum(request, memorandum)
    return await own_import(request, import_id, row.id), _pages(request, row)


async def _at_hand(request: AnyRequest, memorandum: str, import_id: str) -> tuple[Import, ImportPages]:
    row = await own_memorandum(request, memorandum)
    return await import_at_hand(request, import_id, row.id), _pages(request, row)


@route("desk.signatory_import.show")
async def show_signatory_import(request: AnyRequest, memorandum: FromPath[str], import_id: FromPath[str]) -> Response[bytes]:
    """Show the preview or the result of an import."""
    return await import_pages.import_page(request, *await _at_hand(request, memorandum, import_id))


@route("desk.signatory_import.confirm")
async def confirm_signatory_import(request: AnyRequest, memorandum: FromPath[str], import_id: FromPath[str]) -> Response[bytes]:
    """Start the import in the background, or take over one that stopped."""
    uploaded, pages = await _at_hand(request, memorandum, import_id)
    return await import_pages.confirm_unless_answered(request, uploaded, pages, await checked(request))


@route("desk.signatory_import_columns.edit")
async def edit_signatory_columns(request: AnyRequest, memorandum: FromPath[str], import_id: FromPath[str]) -> Response[bytes]:
    """Show the columns of the file."""
    return await import_pages.columns_page(request, *await _own(request, memorandum, import_id))


@route("desk.signatory_import_columns.update")
async def update_signatory_columns(request: AnyRequest, memorandum: FromPath[str], import_id: FromPath[str]) -> Response[bytes]:
    """Store which field each column fills."""
    uploaded, pages = await _own(request, memorandum, import_id)
    return await import_pages.choose_columns(request, uploaded, pages, await checked(request))


@route("desk.signatory_import_answers.create")
async def create_signatory_answers(request: AnyRequest, memorandum: FromPath[str], import_id: FromPath[str]) -> Response[bytes]:
    """Store the answers to questions about the file."""
    uploaded, pages = await _own(request, memorandum, import_id)
    return await import_pages.answer_questions(uploaded, pages, await checked(request))


@route("desk.signatory_import_rows.show")
async def show_signatory_rows(request: AnyRequest, memorandum: FromPath[str], import_id: FromPath[str]) -> Response[bytes]:
    """Return the rows that are left out, as a file to correct."""
    uploaded, _ = await _at_hand(request, memorandum, import_id)
    return await import_pages.left_out_file(request, uploaded)


@route("desk.signatory_import_undoing.create")
async def create_signatory_undoing(request: AnyRequest, memorandum: FromPath[str], import_id: FromPath[str]) -> Response[bytes]:
    """Prepare the annulment of everything that the import recorded; its page shows which acts, and asks to confirm it."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    uploaded = await taken_over(request, await import_at_hand(request, import_id, row.id))
    form = AnnulmentForm(ground=AnnulmentGround.ENTERED_IN_ERROR, quiet=bool(given.get("quiet")))
    acts = await acts_of_import(uploaded.id)
    batch = await batches.prepare_these(row, set(acts), form, language_of(request), by=person_of(request))
    return done(request, "desk.annulments.show", "prepared", memorandum=row.slug, batch=batch.id)


@route("desk.signatory_import_sample.show")
async def show_signatory_sample(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Return a sample file."""
    await own_memorandum(request, memorandum)
    return import_pages.sample(FIELDS, _SAMPLE)


async def _context(row: Memorandum) -> dict[str, Any]:
    async with database.reading():
        view = await queries.view(row)
    return {"section": "memoranda", "part": "signatories", "memorandum": view, "fields": FIELDS.words, "longest_source": LONGEST_SOURCE}
