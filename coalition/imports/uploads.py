"""Uploads that wait for confirmation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from coalition import clock
from coalition.database import transaction
from coalition.imports.tables import Import
from coalition.jobs.queue import enqueue

if TYPE_CHECKING:
    from coalition.imports.plans import Outcome


async def keep_for_confirmation(coordinator_id: int, file_name: str, text: str, rows: int, **more: Any) -> Import:
    """Save an uploaded table until its sender has seen what it would do; `more` are further columns."""
    row = Import(coordinator=coordinator_id, file_name=file_name[:200], content=text, rows=rows, created_at=clock.now(), **more)
    async with transaction():
        await row.save()
    return row


async def confirm(row: Import) -> None:
    """Queue the import of an uploaded table; confirming again does nothing."""
    async with transaction():
        waiting = (Import.id == row.id) & Import.confirmed_at.is_null()
        if await Import.update({Import.confirmed_at: clock.now()}).where(waiting).returning(Import.id):
            await enqueue("import_signatories" if row.memorandum else "import_organisations", {"import": row.id}, dedupe_key=f"import:{row.id}")


async def finish(row: Import, outcome: Outcome, written: int) -> None:
    """Record what an import did, and delete the content of the table."""
    values: dict[Any, Any] = {Import.outcome: json.dumps(asdict(outcome)), Import.done: written, Import.finished_at: clock.now(), Import.content: ""}
    async with transaction():
        await Import.update(values).where(Import.id == row.id)
