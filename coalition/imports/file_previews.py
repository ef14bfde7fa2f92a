"""What a person sees before an import: made of its plan, at once for a short file; of a long one by a job, so that no request waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from coalition import collector
from coalition.database import transaction
from coalition.imports.left_out import left_out_rows
from coalition.imports.membership_plan import plan_memberships
from coalition.imports.organisation_plan import plan_import
from coalition.imports.organisation_rows import NAMES
from coalition.imports.partner_rows import PARTNER_FIELDS, plan_partners
from coalition.imports.plans import RowAction
from coalition.imports.queries import import_by_id, language_of_importer, memorandum_of, programme_of
from coalition.imports.shared_cells import ROW
from coalition.imports.signatory_plan import plan_signatories
from coalition.imports.tables import Import
from coalition.imports.uploads import choices_of, sheets_of
from coalition.jobs.worker import handles
from coalition.languages import Message
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.spreadsheets.csv_files import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition.imports.file_columns import FileTable
    from coalition.imports.plans import Plan, PlannedRow
    from coalition.imports.questions import Question

MOST_SHOWN, MOST_QUESTIONS, MOST_ROWS_NAMED = 500, 100, 10


class MessageShown(Struct, frozen=True):
    """A message about a cell of a row."""

    number: int
    name: str
    column: str
    text: str


class RowShown(Struct, frozen=True):
    """A row that is going to be written, and what it adds or changes; a table with columns of its own shows the `cells`."""

    number: int
    name: str
    slug: str
    action: RowAction
    details: Sequence[str]
    cells: Sequence[str] = ()


class QuestionShown(Struct, frozen=True):
    """A question with its answers, as the menu of a form."""

    id: str
    text: str
    rows: str
    options: Sequence[tuple[str, str]]
    answer: str


class Preview(Struct, frozen=True):
    """What an import would do, in a language of the interface; long lists are cut off, the numbers are those of all rows.

    `tells_of_contacts` are the organisations at risk of which the questions say where a contact has a mailbox; `columns` are the words for
    what the columns are read as.
    """

    counts: Mapping[str, int]
    writing: int
    refused: int
    letters: int
    ignored: Sequence[str]
    questions_in_all: int
    questions: Sequence[QuestionShown]
    rows: Sequence[RowShown]
    problems: Sequence[MessageShown]
    to_look_at: Sequence[MessageShown]
    remarks: Sequence[MessageShown]
    tells_of_contacts: Sequence[int] = ()
    columns: Sequence[str] = ()


class StoredPreview(Struct, frozen=True):
    """The preview of a long file by language, and the rows that are left out as a file; without previews the columns do not fit."""

    previews: Mapping[str, Preview]
    left_out: str = ""


def preview_in(language: str, plan: Plan[Any]) -> Preview:
    """Return what a plan would do, in a language."""
    counts = {action.value: plan.count(action) for action in RowAction}
    questions = plan.questions[:MOST_QUESTIONS]
    letters = sum(len(getattr(getattr(row, "form", None), "contacts", ())) for row in plan.writing)
    return Preview(
        counts,
        len(plan.writing),
        len(plan.refused),
        letters,
        plan.ignored,
        len(plan.questions),
        [_question(question, language) for question in questions],
        [RowShown(row.number, row.name, row.slug, row.action, row.details(language), row.cells(language)) for row in plan.writing[:MOST_SHOWN]],
        _messages(plan.file, ((row, row.problems) for row in plan.refused), language),
        _messages(plan.file, ((row, row.to_look_at) for row in plan.writing), language),
        _messages(plan.file, ((row, row.remarks) for row in plan.rows if not row.problems), language),
        [number for question in questions for number in question.tells_of_contacts],
        [PARTNER_FIELDS.words[field].text(language) for field in plan.file.columns if field in PARTNER_FIELDS.words],
    )


def _messages(file: FileTable, rows: Iterable[tuple[PlannedRow, Mapping[str, Message]]], language: str) -> list[MessageShown]:
    some = [(row, column, message) for row, messages in rows for column, message in messages.items()][:MOST_SHOWN]
    return [MessageShown(row.number, row.name, _column(file, column), message.text(language)) for row, column, message in some]


def _column(file: FileTable, path: str) -> str:
    """Return the header of the column that a message is about; an empty text if it is about the whole row."""
    field = path.partition("/")[0]
    if field == NAMES:
        field = next((name for name in ("name_en", "name_native") if name in file.columns), "")
    return "" if field == ROW else file.header_of(field)


def _question(question: Question, language: str) -> QuestionShown:
    options = [(value, label.text(language) if isinstance(label, Message) else label) for value, label in question.choices]
    numbers = [str(number) for number in question.rows[:MOST_ROWS_NAMED]] + (["…"] if len(question.rows) > MOST_ROWS_NAMED else [])
    rows = Message.plural("Row {rows}", "Rows {rows}", len(question.rows), rows=numbers)
    return QuestionShown(question.id, question.text.text(language), rows.text(language), options, question.answer)


async def plan_of(row: Import) -> Plan[Any]:
    """Plan an uploaded file.

    Raises:
        UnreadableFile: as `plan_import`, `plan_partners`, `plan_memberships` and `plan_signatories`.

    """
    sheets, choices = await asyncio.to_thread(sheets_of, row), choices_of(row)
    memorandum = await memorandum_of(row) if row.memorandum else None
    if memorandum:
        return await plan_signatories(memorandum, sheets, choices, source=row.source)
    if row.memberships:
        return await plan_memberships(sheets, choices)
    if row.partners:
        return await plan_partners(sheets, choices, programme=await programme_of(row))
    return await plan_import(sheets, choices)


def stored_preview(row: Import) -> StoredPreview | None:
    """Return the preview of a long file; None until a job has made it."""
    return msgspec.json.decode(row.preview, type=StoredPreview) if row.preview else None


@handles("preview_import")
async def make_preview(payload: Mapping[str, Any]) -> None:
    """Make the preview of an uploaded file, unless its person confirmed it or chose something else meanwhile."""
    row = await import_by_id(payload["import"])
    if row is None or row.confirmed_at:
        return
    with collector.paused():
        text = await _text_of(row)
    unchanged = (Import.id == row.id) & (Import.choices == row.choices) & Import.confirmed_at.is_null()
    async with transaction():
        await Import.update({Import.preview: text}).where(unchanged)


async def _text_of(row: Import) -> str:
    try:
        plan, language = await plan_of(row), await language_of_importer(row)
    except UnreadableFile:
        return msgspec.json.encode(StoredPreview({})).decode()
    return await asyncio.to_thread(_stored, plan, language)


def _stored(plan: Plan[Any], language: str) -> str:
    previews = {shown: preview_in(shown, plan) for shown in SUPPORTED_LANGUAGES}
    text = msgspec.json.encode(StoredPreview(previews, left_out_rows(plan.file, plan.rows, language))).decode()
    collector.free(plan.rows)
    return text
