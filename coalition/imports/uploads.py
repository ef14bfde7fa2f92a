"""Uploads that wait for confirmation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from coalition import clock
from coalition.database import one_row, transaction
from coalition.imports.plans import Outcome
from coalition.imports.tables import Import
from coalition.jobs.queue import enqueue

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Progress = Callable[[int], Awaitable[None]]


async def keep_for_confirmation(coordinator_id: int, file_name: str, text: str, rows: int, **more: Any) -> Import:
    """Keep an uploaded table until its sender has seen what it would do; `more` are further columns."""
    row = Import(coordinator=coordinator_id, file_name=file_name[:200], content=text, rows=rows, created_at=clock.now(), **more)
    async with transaction():
        await row.save()
    return row


async def confirm(row: Import) -> None:
    """Have a kept table imported in the background; confirming again does nothing."""
    async with transaction():
        waiting = (Import.id == row.id) & Import.confirmed_at.is_null()
        if await Import.update({Import.confirmed_at: clock.now()}).where(waiting).returning(Import.id):
            await enqueue("import_signatories" if row.memorandum else "import_organisations", {"import": row.id}, dedupe_key=f"import:{row.id}")


async def finish(row: Import, outcome: Outcome, written: int) -> None:
    """Note what an import did, and forget the table."""
    values: dict[Any, Any] = {Import.outcome: json.dumps(asdict(outcome)), Import.done: written, Import.finished_at: clock.now(), Import.content: ""}
    async with transaction():
        await Import.update(values).where(Import.id == row.id)


async def import_of(import_id: int, coordinator_id: int, memorandum_id: int | None = None) -> Import | None:
    """Return a kept table of this coordinator, of organisations or of a memorandum's signatories; those of others do not exist for him."""
    about = Import.memorandum.is_null() if memorandum_id is None else Import.memorandum == memorandum_id
    return await one_row(Import, (Import.id == import_id) & (Import.coordinator == coordinator_id) & about)
