"""The scan of an entry at the desk: chosen with the entry, and seen before everybody sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.approvals.asking import values_of
from coalition.approvals.queries import waiting_about
from coalition.approvals.tables import ApprovalKind
from coalition.cleaned_pictures import LARGEST_PICTURE, MEDIA_TYPE, UnreadablePicture, cleaned
from coalition.deliveries.public_scans import store_scan
from coalition.deliveries.scan_queries import entry_by_key, scan_file
from coalition.desk.desk_pages import person_of
from coalition.fields import InvalidForm
from coalition.memoranda.queries import is_member
from coalition.web import pages
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.deliveries.tables import TimelineEntry
    from coalition.memoranda.tables import Memorandum


@route("desk.entry_scan.show")
async def show_scan(request: AnyRequest, entry: FromPath[str], picture: FromPath[str]) -> Response[bytes]:
    """Send a scan of an entry to those who work on its memorandum, and to coordinators who are asked to agree to the entry."""
    async with database.reading():
        row = await entry_by_key(entry)
        if row is None or not (await is_member(row.memorandum, person_of(request).id) or await _waits_for_agreement(row)):
            raise NotFoundException
        content = await scan_file(row, picture)
    if content is None:
        raise NotFoundException
    return pages.file(content, MEDIA_TYPE, cache=pages.PRIVATE)


async def _waits_for_agreement(entry: TimelineEntry) -> bool:
    """Whether coordinators are asked to agree that everybody reads an entry."""
    waiting = await waiting_about(f"memorandum:{entry.memorandum}")
    return any(values_of(row).get("entry") == entry.key for row in waiting if row.kind == ApprovalKind.ENTRY_PUBLISHED)


async def with_scan(row: Memorandum, key: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page sent, with the digest of its scan: of the file that was chosen, which is stored, else of the one before; "" without.

    With the scan, what is said of it is taken out.

    Raises:
        InvalidForm: the file is no picture that can be taken.
        NoSuchEntry, EntryWithdrawn: as `store_scan`.

    """
    upload, taken_out = given.get("file"), given.get("without_scan") == "yes"
    digest = "" if taken_out else str(given.get("scan", ""))
    if isinstance(upload, UploadFile) and upload.filename:
        try:
            digest = (await store_scan(row, key, await cleaned(await upload.read(LARGEST_PICTURE + 1)))).digest
        except UnreadablePicture as problem:
            raise InvalidForm({"file": problem.message}) from None
    chosen = {name: value for name, value in given.items() if name not in {"file", "without_scan"}} | {"scan": digest}
    if digest or not taken_out:
        return chosen
    return chosen | {"texts": [text | {"scan_text": ""} for text in given.get("texts", []) if isinstance(text, dict)]}
