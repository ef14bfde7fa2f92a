"""Finding uploaded tables; whoever uploaded one sees it, and nobody else."""

from __future__ import annotations

from coalition.database import one_row
from coalition.imports.tables import Import
from coalition.memoranda.tables import Memorandum


async def import_of(import_id: int, coordinator_id: int, memorandum_id: int | None = None) -> Import | None:
    """Return a table that this coordinator uploaded, of organisations or of a memorandum's signatories."""
    about = Import.memorandum.is_null() if memorandum_id is None else Import.memorandum == memorandum_id
    return await one_row(Import, (Import.id == import_id) & (Import.coordinator == coordinator_id) & about)


async def confirmed_import(import_id: int) -> Import | None:
    """Return a table that is confirmed and not imported yet, for the job that imports it."""
    waiting = Import.confirmed_at.is_not_null() & Import.finished_at.is_null()
    return await one_row(Import, (Import.id == import_id) & waiting)


async def memorandum_of(upload: Import) -> Memorandum | None:
    """Return the memorandum whose signatories a table lists."""
    return await one_row(Memorandum, Memorandum.id == upload.memorandum)


async def is_taken(slug: str) -> bool:
    """Whether a memorandum has this address name, of whoever it is."""
    return await Memorandum.exists().where(Memorandum.slug == slug)
