"""Reads of uploaded tables; only the coordinator who uploaded a table may see it."""

from __future__ import annotations

from coalition.database import one_row
from coalition.imports.tables import Import
from coalition.memoranda.tables import Memorandum


async def import_by_id(import_id: int) -> Import | None:
    """Return an uploaded table (for jobs)."""
    return await one_row(Import, Import.id == import_id)


async def import_of(import_id: int, coordinator_id: int, memorandum_id: int | None = None) -> Import | None:
    """Return an uploaded table (for the coordinator who uploaded it): of a memorandum's signatories, or of organisations without one."""
    about = Import.memorandum.is_null() if memorandum_id is None else Import.memorandum == memorandum_id
    return await one_row(Import, (Import.id == import_id) & (Import.coordinator == coordinator_id) & about)


async def memorandum_of(row: Import) -> Memorandum | None:
    """Return the memorandum whose signatories an uploaded table lists (for jobs)."""
    return await one_row(Memorandum, Memorandum.id == row.memorandum)
