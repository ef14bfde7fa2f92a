"""Uploaded tables: stored until they are confirmed, then imported by a job."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from coalition import clock, trail
from coalition.database import transaction
from coalition.imports.tables import Import
from coalition.jobs.queue import enqueue
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.imports.plans import Outcome


async def keep_for_confirmation(coordinator_id: int, file_name: str, text: str, rows: int, **more: Any) -> Import:
    """Store an uploaded table until its coordinator confirms it; `more` are further columns."""
    row = Import(coordinator=coordinator_id, file_name=file_name[:200], content=text, rows=rows, created_at=clock.now(), **more)
    async with transaction():
        await row.save()
        act = TrailAct.SIGNATORIES_UPLOADED if row.memorandum else TrailAct.ORGANISATIONS_UPLOADED
        await trail.record(act, f"import:{row.id}", row.memorandum)
    return row


async def confirm(row: Import) -> None:
    """Enqueue the import of a stored table; confirming again changes nothing."""
    async with transaction():
        unconfirmed = (Import.id == row.id) & Import.confirmed_at.is_null()
        if await Import.update({Import.confirmed_at: clock.now()}).where(unconfirmed).returning(Import.id):
            await enqueue("import_signatories" if row.memorandum else "import_organisations", {"import": row.id}, dedupe_key=f"import:{row.id}")
            act = TrailAct.SIGNATORIES_IMPORTED if row.memorandum else TrailAct.ORGANISATIONS_IMPORTED
            await trail.record(act, f"import:{row.id}", row.memorandum)


async def note_progress(row: Import, done: int, outcome: str) -> None:
    """Store how far an import is and what it did so far, inside the caller's transaction."""
    await Import.update({Import.done: done, Import.outcome: outcome}).where(Import.id == row.id)


async def finish(row: Import, outcome: Outcome, written: int) -> None:
    """Store the outcome of an import and delete the text of the table."""
    values: dict[Any, Any] = {Import.outcome: json.dumps(asdict(outcome)), Import.done: written, Import.finished_at: clock.now(), Import.content: ""}
    async with transaction():
        await Import.update(values).where(Import.id == row.id)
