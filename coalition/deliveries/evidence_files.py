"""Files that prove a delivery or another entry: a PDF, or a scan as JPEG or PNG. Only coordinators read them; they are never published.

The project has no library that takes out of a file what its maker does not see: the place of a photograph, the name of an author, earlier
versions of a text. So files are evidence, stored encrypted as they came, and the page says what they may reveal.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec import Struct

from coalition import clock, trail
from coalition.characters import clean
from coalition.database import put, put_rows, transaction
from coalition.deliveries import evidence_queries
from coalition.deliveries.entering_entries import existing_entry
from coalition.deliveries.errors import EntryWithdrawn, NoSuchFile
from coalition.deliveries.tables import FILE_NAME, FILE_PIECE, EntryFile, EntryFilePiece, EntryState, FileKind
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.deliveries.tables import TimelineEntry
    from coalition.memoranda.tables import Memorandum

LARGEST_FILE = 3 * 1024 * 1024
MOST_FILES = 5
_PIECE = 48 * 1024  # bytes: the rotation of keys reads two hundred pieces at a time
_LONGEST_NAME = 120
_BEGINNINGS: Mapping[bytes, FileKind] = {b"%PDF-": FileKind.PDF, b"\xff\xd8\xff": FileKind.JPEG, b"\x89PNG\r\n\x1a\n": FileKind.PNG}


class FileView(Struct, frozen=True):
    """A file of an entry; `size` is in bytes."""

    number: int
    kind: FileKind
    name: str
    size: int

    @property
    def saved_as(self) -> str:
        """The name under which a browser saves it: it says nothing to whoever looks over a list of files."""
        return f"document.{self.kind.ending}"


async def files_of(entry_id: int) -> list[FileView]:
    """Return the files of an entry, for those who work on the memorandum."""
    return [_view(row) for row in await evidence_queries.files_of(entry_id)]


def _view(row: EntryFile) -> FileView:
    return FileView(row.number, FileKind(row.kind), FILE_NAME.decrypt(row.name, row.key), row.size)


async def add_file(memorandum: Memorandum, entry_key: str, name: str, content: bytes) -> FileView:
    """Store a file with an entry, as it is, and return it; its bytes say what it is, and not its name.

    Raises:
        InvalidForm: it is empty, too large, of another kind, or there are too many.
        NoSuchEntry, EntryWithdrawn: the entry takes none.

    """
    kind = _kind_of(content)
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        entry = await _entry(row, entry_key)
        files = await evidence_queries.files_of(entry.id)
        if len(files) >= MOST_FILES:
            raise InvalidForm({"file": Message("An entry has at most {limit} files. Remove one first.", limit=MOST_FILES)})
        key, number = str(uuid4()), max((file.number for file in files), default=0) + 1
        encrypted = FILE_NAME.encrypt(_short(name), key)
        file = await put(EntryFile, key=key, entry=entry.id, number=number, kind=kind.value, name=encrypted, size=len(content), added_at=clock.now())
        await put_rows(EntryFilePiece, _pieces(file.id, content))
        await trail.record(TrailAct.ENTRY_FILE_ADDED, f"entry:{entry.id}", row.id)
    return _view(file)


def _kind_of(content: bytes) -> FileKind:
    if not content:
        raise InvalidForm({"file": Message("Choose a file.")})
    if len(content) > LARGEST_FILE:
        raise InvalidForm({"file": Message("The file is larger than 3 MiB. Scan it with fewer dots, or in shades of grey, and choose it once more.")})
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    raise InvalidForm({"file": Message("This is neither a PDF nor a picture as JPEG or PNG. Save it as one of them, and choose it once more.")})


def _short(name: str) -> str:
    """Return a file name without folders, with its ending if it is too long."""
    last = " ".join(clean(name.replace("\\", "/").rpartition("/")[2])[0].split())
    return last if len(last) <= _LONGEST_NAME else f"{last[: _LONGEST_NAME - 9]}…{last[-8:]}"


def _pieces(file_id: int, content: bytes) -> list[dict[str, object]]:
    keys = [str(uuid4()) for _ in range(0, len(content), _PIECE)]
    parts = [b64encode(content[at : at + _PIECE]).decode() for at in range(0, len(content), _PIECE)]
    return [{"key": key, "file": file_id, "content": FILE_PIECE.encrypt(part, key)} for key, part in zip(keys, parts, strict=True)]


async def read_file(memorandum: Memorandum, entry_key: str, number: int) -> tuple[FileView, bytes]:
    """Return a file with its bytes; that it was read is recorded.

    Raises:
        NoSuchEntry, NoSuchFile: there is none.

    """
    entry = await existing_entry(memorandum, entry_key)
    row = await _file(entry, number)
    pieces = await evidence_queries.pieces_of(row.id)
    await trail.record_reading(TrailAct.EVIDENCE_READ, f"entry:{entry.id}", memorandum.id)
    return _view(row), b"".join(b64decode(FILE_PIECE.decrypt(piece.content, piece.key)) for piece in pieces)


async def remove_file(memorandum: Memorandum, entry_key: str, number: int) -> FileView:
    """Remove a file from an entry for good, and return what it was.

    Raises:
        NoSuchEntry, NoSuchFile: there is none.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        entry = await existing_entry(row, entry_key)
        file = await _file(entry, number)
        await EntryFile.delete().where(EntryFile.id == file.id)
        await trail.record(TrailAct.ENTRY_FILE_REMOVED, f"entry:{entry.id}", row.id)
    return _view(file)


async def remove_files(entry: TimelineEntry) -> None:
    """Remove all files of an entry that is withdrawn, inside the caller's transaction."""
    await EntryFile.delete().where(EntryFile.entry == entry.id)


async def _entry(memorandum: Memorandum, key: str) -> TimelineEntry:
    entry = await existing_entry(memorandum, key)
    if entry.state == EntryState.WITHDRAWN:
        raise EntryWithdrawn
    return entry


async def _file(entry: TimelineEntry, number: int) -> EntryFile:
    row = await evidence_queries.file_numbered(entry.id, number)
    if row is None:
        raise NoSuchFile
    return row
