"""A draft to read: as it was sent, with all proposals, with what changed, as it is now, and both texts side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database, trail
from coalition.amendments.compared_drafts import WayToRead, compared_draft
from coalition.amendments.draft_pages import draft_page, way_called
from coalition.amendments.open_proposals import open_proposals
from coalition.amendments.readers import coordinators_of
from coalition.amendments.view_files import view_at_desk
from coalition.amendments.view_formats import MARKDOWN, WORD
from coalition.desk.desk_pages import own_memorandum
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.paging import asked_in
from coalition.memoranda import queries
from coalition.trail import TrailAct
from coalition.web import pages
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.amendments.view_formats import ViewFormat


@route("desk.proposals.show")
async def show_proposals(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show a page of a draft in one way; that names were read is recorded where organisations are named."""
    row, asked = await own_memorandum(request, memorandum), asked_in(request, "view", "language", "at")
    reader = coordinators_of(row.id)
    async with database.reading():
        view = await queries.view(row)
        draft = await compared_draft(row.id, asked.chosen("language"))
        way, at = way_called(asked.chosen("view")), asked.chosen("at")
        shown = await draft_page(draft, way, at, reader, partial(open_proposals, reader)) if draft else None
    if shown and shown.proposals:
        await trail.record_reading(TrailAct.NAMES_READ, "page:proposals", row.id)
    return workbench_page(request, view, "desk/proposals/show.html", part="text", shown=shown, ways=WayToRead)


@route("desk.proposals_docx.show")
async def show_proposals_docx(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Send a draft that is read in one way as a Word file."""
    return await _file(request, memorandum, WORD)


@route("desk.proposals_md.show")
async def show_proposals_md(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Send a draft that is read in one way as Markdown."""
    return await _file(request, memorandum, MARKDOWN)


async def _file(request: AnyRequest, slug: str, written_as: ViewFormat) -> Response[bytes]:
    """Send the whole draft in one format; that names were read is recorded as for the page."""
    row, asked = await own_memorandum(request, slug), asked_in(request, "view", "language")
    async with database.reading():
        view = await view_at_desk(row, way_called(asked.chosen("view")), asked.chosen("language"))
    if view is None:
        raise NotFoundException
    if view.has_names:
        await trail.record_reading(TrailAct.NAMES_READ, "page:proposals", row.id)
    return pages.file(await written_as.written(view), written_as.media_type, cache=pages.PRIVATE, name=written_as.name(row.slug, view))
