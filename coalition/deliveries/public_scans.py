"""Scans that everybody sees with an entry: a person chooses them for that, they are cleaned, and they are gone with the entry.

They are never the files of evidence, which stay as they came, encrypted, for coordinators.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import trail
from coalition.database import put_rows, transaction
from coalition.deliveries.entering_entries import existing_entry
from coalition.deliveries.errors import EntryWithdrawn
from coalition.deliveries.scan_queries import scan_of
from coalition.deliveries.tables import EntryScan, EntryState
from coalition.memoranda import queries as memoranda
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.cleaned_pictures import CleanedPicture, PictureView
    from coalition.memoranda.tables import Memorandum


async def store_scan(memorandum: Memorandum, entry_key: str, picture: CleanedPicture) -> PictureView:
    """Store a scan for an entry. Only coordinators see it, until the entry names its digest and everybody reads it like that.

    Raises:
        NoSuchEntry, EntryWithdrawn: the entry takes none.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        entry = await existing_entry(row, entry_key)
        if entry.state == EntryState.WITHDRAWN:
            raise EntryWithdrawn
        if stored := await scan_of(entry.id, picture.digest):
            return stored
        await put_rows(EntryScan, [{"entry": entry.id, **picture.columns}])
        await trail.record(TrailAct.ENTRY_SCAN_STORED, f"entry:{entry.id}", row.id)
        stored = await scan_of(entry.id, picture.digest)
    if stored is None:  # pragma: no cover -- it was stored in this transaction
        raise LookupError(picture.digest)
    return stored
