"""A draft that is read in one way, as a file, for the members of a memorandum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database, trail
from coalition.amendments.view_files import view_at_desk
from coalition.amendments.view_formats import MARKDOWN, WORD
from coalition.api.bearer_tokens import own_memorandum
from coalition.api.bodies import queried
from coalition.api.drafting.provision_changes import checked_language
from coalition.api.forms import ReadInOneWay
from coalition.trail import TrailAct
from coalition.web import pages
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.amendments.view_formats import ViewFormat


@route("api.proposals_docx.show")
async def show_proposals_docx(request: AnyRequest, slug: FromPath[str], language: FromPath[str]) -> Response[bytes]:
    """Send the draft as a Word file."""
    return await _file(request, slug, language, WORD)


@route("api.proposals_md.show")
async def show_proposals_md(request: AnyRequest, slug: FromPath[str], language: FromPath[str]) -> Response[bytes]:
    """Send the draft as Markdown."""
    return await _file(request, slug, language, MARKDOWN)


async def _file(request: AnyRequest, slug: str, language: str, written_as: ViewFormat) -> Response[bytes]:
    """Send the draft in one format; that names were read is recorded."""
    asked, code = queried(request, ReadInOneWay), checked_language(language)
    async with database.reading():
        memorandum = await own_memorandum(request, slug)
        view = await view_at_desk(memorandum, asked.view, code)
    if view is None or view.draft.language != code:
        raise NotFoundException
    if view.has_names:
        await trail.record_reading(TrailAct.NAMES_READ, "page:proposals", memorandum.id)
    return pages.file(await written_as.written(view), written_as.media_type, cache=pages.PRIVATE, name=written_as.name(slug, view))
