"""Uploaded files: stored with what a person chose for them until they are confirmed, then imported by a job."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

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

Value = TypeVar("Value")
_LONG = 100_000  # characters of a stored file, about 500 rows


async def keep_for_confirmation(coordinator_id: int, file_name: str, sheets: Sequence[Sheet], **more: Any) -> Import:
    """Store an uploaded file until its coordinator confirms it; `more` are further columns."""
    content = msgspec.json.encode(sheets).decode()
    row = Import(coordinator=coordinator_id, file_name=file_name[:200], content=content, created_at=clock.now(), **more)
    async with transaction():
        await row.save()
        act = _by_kind(row, TrailAct.ORGANISATIONS_UPLOADED, signatories=TrailAct.SIGNATORIES_UPLOADED, memberships=TrailAct.MEMBERSHIPS_UPLOADED)
        await trail.record(act, f"import:{row.id}", row.memorandum)
        await ask_for_preview(row)
    return row


def _by_kind(row: Import, organisations: Value, *, signatories: Value, memberships: Value) -> Value:
    """Return what belongs to the kind of table that was uploaded; partners are organisations."""
    return signatories if row.memorandum else memberships if row.memberships else organisations


def is_long(row: Import) -> bool:
    """Whether a stored file is planned by a job, so that no request waits for it."""
    return len(row.content) > _LONG


async def ask_for_preview(row: Import) -> None:
    """Let a job plan a long file that waits to be confirmed, inside the caller's transaction."""
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
        await ask_for_preview(row)


async def confirm(row: Import) -> None:
    """Enqueue the import of a stored file; confirming again changes nothing."""
    async with transaction():
        unconfirmed = (Import.id == row.id) & Import.confirmed_at.is_null() & (Import.turn == row.turn)
        values: dict[Any, Any] = {Import.confirmed_at: clock.now(), Import.preview: "", Import.stopped_at: None}
        if await Import.update(values).where(unconfirmed).returning(Import.id):
            job = _by_kind(row, "import_organisations", signatories="import_signatories", memberships="import_memberships")
            await enqueue(job, {"import": row.id, "turn": row.turn}, dedupe_key=f"import:{row.id}:{row.turn}")
            act = _by_kind(row, TrailAct.ORGANISATIONS_IMPORTED, signatories=TrailAct.SIGNATORIES_IMPORTED, memberships=TrailAct.MEMBERSHIPS_IMPORTED)
            await trail.record(act, f"import:{row.id}", row.memorandum)


async def begin(row: Import, rows: int) -> None:
    """Store how many rows an import is going to write."""
    async with transaction():
        await Import.update({Import.rows: rows, Import.done: 0}).where(Import.id == row.id)


async def note_done(row: Import, done: int) -> None:
    """Store how many rows an import has written so far."""
    async with transaction():
        await Import.update({Import.done: done}).where(Import.id == row.id)


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
