"""Files that prove an entry of a timeline, for those who work on the memorandum: listed, sent in, read, removed. They are never published."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.api.answering import changed, created, ok
from coalition.api.bearer_tokens import own_memorandum
from coalition.api.bodies import body_of, queried
from coalition.api.deliveries import models
from coalition.api.deliveries.forms import NameOfFile
from coalition.api.idempotency import carry_out, once
from coalition.deliveries import evidence_files
from coalition.deliveries.entering_entries import existing_entry
from coalition.deliveries.errors import NoSuchEntry, NoSuchFile
from coalition.deliveries.evidence_files import LARGEST_FILE
from coalition.fields import InvalidForm
from coalition.web import pages
from coalition.web.address_numbers import number_in
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coalition.deliveries.evidence_files import FileView


@contextmanager
def _answering() -> Iterator[None]:
    """Answer 404 where the entry or the file does not exist, and name the body where the file cannot be taken."""
    try:
        yield
    except (NoSuchEntry, NoSuchFile):
        raise NotFoundException from None
    except InvalidForm as refused:
        raise InvalidForm({"": refused.problems["file"]}) from None


@route("api.entry_files.list")
async def list_files(request: AnyRequest, slug: FromPath[str], entry: FromPath[str]) -> Response[bytes]:
    """List the files of an entry, without what they hold."""
    async with database.reading():
        with _answering():
            row = await existing_entry(await own_memorandum(request, slug), entry)
        views = await evidence_files.files_of(row.id)
    return ok(request, models.EntryFiles(items=[models.EntryFile(**_stored(view).model_dump(), name=view.name) for view in views]))


@route("api.entry_file.show")
async def show_file(request: AnyRequest, slug: FromPath[str], entry: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Send a file as it came; that it was read is recorded."""
    memorandum = await own_memorandum(request, slug)
    with _answering():
        view, content = await evidence_files.read_file(memorandum, entry, number_in(number))
    return pages.file(content, view.kind.media_type, cache=pages.PRIVATE, name=view.saved_as)


@route("api.entry_file.create", status=201, largest_body=LARGEST_FILE)
async def create_file(request: AnyRequest, slug: FromPath[str], entry: FromPath[str]) -> Response[bytes]:
    """Add a file to an entry."""
    await own_memorandum(request, slug)  # nobody else's file is read
    asked = queried(request, NameOfFile)
    content = await body_of(request)

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        with _answering():
            view = await evidence_files.add_file(memorandum, entry, asked.name, content)
        return created(_stored(view), url_for("api.entry_file.show", slug=slug, entry=entry, number=view.number))

    return await once(request, act)


@route("api.entry_file.remove")
async def remove_file(request: AnyRequest, slug: FromPath[str], entry: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Remove a file from an entry for good."""

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        with _answering():
            return changed(_stored(await evidence_files.remove_file(memorandum, entry, number_in(number))))

    return await carry_out(act)


def _stored(view: FileView) -> models.StoredFile:
    return models.StoredFile(number=view.number, kind=view.kind, bytes=view.size)
