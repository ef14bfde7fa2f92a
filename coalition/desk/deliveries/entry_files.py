"""Files that prove an entry of the timeline, at the desk: adding one, saving it on one's computer, removing it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.deliveries.errors import EntryWithdrawn, NoSuchEntry, NoSuchFile
from coalition.deliveries.evidence_files import LARGEST_FILE, add_file, files_of, read_file, remove_file
from coalition.deliveries.queries import entry_of
from coalition.deliveries.timelines import entry_views
from coalition.desk.deliveries.delivery_pages import SENTENCES
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.final_steps import FinalStep, final_page, is_sure, try_out
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.organisations.visible_queries import Viewer
from coalition.web.address_numbers import number_in
from coalition.web.pages import PRIVATE, file, language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.memoranda.tables import Memorandum

_REMOVING = FinalStep(
    Message("Remove a file from an entry"),
    [Message("It is deleted here. Nobody but the coordinators could read it.")],
    Message("The file is gone, unless somebody saved it."),
    Message("Remove the file"),
)


@route("desk.entry_file.new")
async def new_file(request: AnyRequest, memorandum: FromPath[str], entry: FromPath[str]) -> Response[bytes]:
    """Ask for a file, and say what it may reveal."""
    return await _page(request, await own_memorandum(request, memorandum), entry)


@route("desk.entry_file.create")
async def create_file(request: AnyRequest, memorandum: FromPath[str], entry: FromPath[str]) -> Response[bytes]:
    """Add a file to an entry."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        await add_file(row, entry, *await _upload(given))
    except NoSuchEntry:
        raise NotFoundException from None
    except InvalidForm as problems:
        return await _page(request, row, entry, **refusal(request, problems))
    except EntryWithdrawn as problem:
        return await _page(request, row, entry, **refusal(request, problem, SENTENCES))
    return done(request, "desk.entry.edit", "added", memorandum=row.slug, entry=entry)


@route("desk.entry_file.show")
async def show_file(request: AnyRequest, memorandum: FromPath[str], entry: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Send a file to be saved, never to be shown by the browser; that it was read is recorded."""
    row = await own_memorandum(request, memorandum)
    try:
        view, content = await read_file(row, entry, number_in(number))
    except (NoSuchEntry, NoSuchFile):
        raise NotFoundException from None
    return file(content, view.kind.media_type, cache=PRIVATE, name=view.saved_as)


@route("desk.entry_file.remove")
async def delete_file(request: AnyRequest, memorandum: FromPath[str], entry: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Remove a file; a page asks first."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    change = partial(remove_file, row, entry, number_in(number))
    back = url_for("desk.entry.edit", lang=language_of(request), memorandum=row.slug, entry=entry)
    try:
        if not is_sure(given):
            await try_out(change)
            return await final_page(request, row, _REMOVING, given, part="deliveries", typed=(), can_change=False, back=back)
        await change()
    except (NoSuchEntry, NoSuchFile):
        raise NotFoundException from None
    return done(request, "desk.entry.edit", "removed", memorandum=row.slug, entry=entry)


async def _upload(given: Mapping[str, Any]) -> tuple[str, bytes]:
    upload = given.get("file")
    if not isinstance(upload, UploadFile) or not upload.filename:
        return "", b""
    return upload.filename, await upload.read(LARGEST_FILE + 1)


async def _page(request: AnyRequest, row: Memorandum, key: str, *, status: int = 200, **context: Any) -> Response[bytes]:
    entry = await entry_of(row.id, key)
    if entry is None:
        raise NotFoundException
    async with database.reading():
        view = await queries.view(row)
        [shown] = await entry_views([entry], Viewer.COORDINATOR)
        files = await files_of(entry.id)
    return workbench_page(request, view, "desk/deliveries/file.html", status=status, part="deliveries", entry=shown, files=files, **context)
