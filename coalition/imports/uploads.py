"""Uploaded files: stored with what a person chose for them until they are confirmed, then imported by a job."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import asdict

from coalition import clock, trail
from coalition.database import transaction
from coalition.imports.questions import Choices
from coalition.imports.tables import Import
from coalition.jobs.queue import enqueue
from coalition.spreadsheets.sheets import Sheet
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.imports.plans import Outcome


_LONG = 100_000  # characters of a stored file, about 500 rows


async def keep_for_confirmation(coordinator_id: int, file_name: str, sheets: Sequence[Sheet], **more: Any) -> Import:
    """Store an uploaded file until its coordinator confirms it; `more` are further columns."""
    content = msgspec.json.encode(sheets).decode()
    row = Import(coordinator=coordinator_id, file_name=file_name[:200], content=content, created_at=clock.now(), **more)
    async with transaction():
        await row.save()
        act = TrailAct.SIGNATORIES_UPLOADED if row.memorandum else TrailAct.ORGANISATIONS_UPLOADED
        await trail.record(act, f"import:{row.id}", row.memorandum)
        await _ask_for_preview(row)
    return row


def is_long(row: Import) -> bool:
    """Whether a stored file is planned by a job, so that no request waits for it."""
    return len(row.content) > _LONG


async def _ask_for_preview(row: Import) -> None:
    if is_long(row) and not row.confirmed_at:
        await enqueue("preview_import", {"import": row.id})


def sheets_of(row: Import) -> list[Sheet]:
    """Return the sheets of a stored file."""
    return msgspec.json.decode(row.content, type=list[Sheet]) if row.content else []


def choices_of(row: Import) -> Choices:
    """Return what a person chose for a stored file."""
    return msgspec.json.decode(row.choices, type=Choices)


async def choose_columns(row: Import, sheet: int | None, columns: dict[int, str] | None) -> None:
    """Store the sheet and the fields of its columns; the answers to questions stay."""
    await _store(row, Choices(sheet, columns, choices_of(row).answers))


async def answer(row: Import, answers: Mapping[str, str]) -> None:
    """Store answers to questions, by their ids, beside earlier ones."""
    choices = choices_of(row)
    await _store(row, Choices(choices.sheet, choices.columns, choices.answers | dict(answers)))


async def _store(row: Import, choices: Choices) -> None:
    async with transaction():
        unconfirmed = (Import.id == row.id) & Import.confirmed_at.is_null()
        await Import.update({Import.choices: msgspec.json.encode(choices).decode(), Import.preview: ""}).where(unconfirmed)
        await trail.record(TrailAct.IMPORT_PREPARED, f"import:{row.id}", row.memorandum)
        await _ask_for_preview(row)


async def confirm(row: Import) -> None:
    """Enqueue the import of a stored file; confirming again changes nothing."""
    async with transaction():
        unconfirmed = (Import.id == row.id) & Import.confirmed_at.is_null()
        if await Import.update({Import.confirmed_at: clock.now(), Import.preview: ""}).where(unconfirmed).returning(Import.id):
            await enqueue("import_signatories" if row.memorandum else "import_organisations", {"import": row.id}, dedupe_key=f"import:{row.id}")
            act = TrailAct.SIGNATORIES_IMPORTED if row.memorandum else TrailAct.ORGANISATIONS_IMPORTED
            await trail.record(act, f"import:{row.id}", row.memorandum)


async def note_progress(row: Import, done: int, outcome: str) -> None:
    """Store how far an import is and what it did so far, inside the caller's transaction."""
    await Import.update({Import.done: done, Import.outcome: outcome}).where(Import.id == row.id)


async def finish(row: Import, outcome: Outcome, written: int, left_out: str = "") -> None:
    """Store the outcome of an import and, instead of the file, the rows that were left out."""
    values: dict[Any, Any] = {
        Import.outcome: json.dumps(asdict(outcome)),
        Import.done: written,
        Import.finished_at: clock.now(),
        Import.content: left_out,
        Import.choices: "{}",
    }
    async with transaction():
        await Import.update(values).where(Import.id == row.id)
