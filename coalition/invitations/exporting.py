"""Saving the chase list as a file: every file is recorded in the trail before its first row leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import trail
from coalition.database import reading, transaction
from coalition.invitations.chase_list import STEP, chased
from coalition.invitations.chase_list_csv import COLUMNS, chase_csv
from coalition.invitations.chase_queries import parties_after, place_of_party
from coalition.spreadsheets.csv_files import csv_head
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from coalition.memoranda.tables import Memorandum


async def export_chase_list(memorandum: Memorandum, language: str) -> AsyncIterator[bytes]:
    """Record that the file was saved, and return its parts, with the names that the public does not see (for those who work on the memorandum)."""
    async with transaction():
        await trail.record(TrailAct.NAMES_EXPORTED, "file:signatories", memorandum.id)
    return _parts(memorandum, language)


async def _parts(memorandum: Memorandum, language: str) -> AsyncIterator[bytes]:
    """Yield the header and then `STEP` rows at a time; no connection is held while the reader takes them."""
    yield csv_head(COLUMNS)
    after = ""
    while True:
        async with reading():
            parties = await parties_after(memorandum.id, after, STEP)
            rows = await chased(memorandum, parties)
            after = await place_of_party(memorandum.id, parties[-1]) if parties else ""
        if not parties:
            return
        yield chase_csv(rows, language)
