"""Reading the scans of entries: everybody sees one with the entry that names it, and those who work on the memorandum see all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.cleaned_pictures import PictureView, digest_in
from coalition.database import among, one_row
from coalition.deliveries.queries import organisations_addressed, public_entry
from coalition.deliveries.tables import EntryScan, TimelineEntry
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.notices import page_subjects
from coalition.notices.page_subjects import depends_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SIZES = (EntryScan.digest, EntryScan.bytes, EntryScan.width, EntryScan.height, EntryScan.small_width, EntryScan.small_height)


async def scan_of(entry_id: int, digest: str) -> PictureView | None:
    """Return a scan that is stored for an entry (for those who work on it, and for rules)."""
    row = await EntryScan.select(*_SIZES).where((EntryScan.entry == entry_id) & (EntryScan.digest == digest)).first()
    return PictureView(**row) if row else None


async def scans_of(rows: Sequence[TimelineEntry]) -> dict[int, PictureView]:
    """Return the scans that some entries name, by the id of the entry (who may read these is asked before)."""
    named = {row.id: row.scan for row in rows if row.scan}
    if not named:
        return {}
    stored = await EntryScan.select(EntryScan.entry, *_SIZES).where(among(EntryScan.entry, named))
    return {row["entry"]: _view(row) for row in stored if row["digest"] == named[row["entry"]]}


def _view(row: Mapping[str, Any]) -> PictureView:
    return PictureView(**{name: value for name, value in row.items() if name != "entry"})


async def entry_by_key(key: str) -> TimelineEntry | None:
    """Return an entry of any memorandum (whoever shows something of it asks who may read it)."""
    return await one_row(TimelineEntry, TimelineEntry.key == key)


async def scan_file(entry: TimelineEntry, name: str) -> bytes | None:
    """Return a scan of an entry by the name of its file (who may see it is asked before)."""
    digest, is_small = digest_in(name) or ("", False)
    row = await one_row(EntryScan, (EntryScan.entry == entry.id) & (EntryScan.digest == digest))
    return bytes(row.small if is_small else row.content) if row else None


async def public_scan_file(key: str, name: str) -> bytes | None:
    """Return a scan by the name of its file, if everybody reads an entry that names it, of a memorandum that everybody reads."""
    entry = await public_entry(key)
    if entry is None or not entry.scan or not name.startswith(entry.scan):
        return None
    addressed = await organisations_addressed(entry.memorandum)
    depends_on(page_subjects.memorandum(entry.memorandum), *map(page_subjects.organisation, addressed))
    if not await Memorandum.exists().where((Memorandum.id == entry.memorandum) & (Memorandum.publicity == Publicity.PUBLIC.value)):
        return None
    return await scan_file(entry, name)
