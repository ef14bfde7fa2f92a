"""Reading the files that prove entries of a timeline (for those who work on the memorandum)."""

from __future__ import annotations

from coalition.database import made_of, one_row, whole
from coalition.deliveries.tables import EntryFile, EntryFilePiece


async def files_of(entry_id: int) -> list[EntryFile]:
    """Return the files of an entry, without what they hold, in the order in which they were added."""
    query = EntryFile.select(whole(EntryFile)).where(EntryFile.entry == entry_id).order_by(EntryFile.number)
    return [made_of(EntryFile, row) for row in await query]


async def file_numbered(entry_id: int, number: int) -> EntryFile | None:
    """Return the file of an entry with a number."""
    return await one_row(EntryFile, (EntryFile.entry == entry_id) & (EntryFile.number == number))


async def pieces_of(file_id: int) -> list[EntryFilePiece]:
    """Return the pieces of a file, in their order."""
    query = EntryFilePiece.select(whole(EntryFilePiece)).where(EntryFilePiece.file == file_id).order_by(EntryFilePiece.id)
    return [made_of(EntryFilePiece, row) for row in await query]
