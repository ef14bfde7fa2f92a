"""A draft to read: as it was sent, with all proposals, with what changed, as it is now, and both texts side by side."""

from __future__ import annotations

from functools import partial

from litestar import Response
from litestar.params import FromPath

from coalition import database, trail
from coalition.amendments.compared_drafts import WayToRead, compared_draft
from coalition.amendments.draft_pages import draft_page, way_called
from coalition.amendments.open_proposals import open_proposals
from coalition.amendments.readers import coordinators_of
from coalition.desk.desk_pages import own_memorandum
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.paging import asked_in
from coalition.memoranda import queries
from coalition.trail import TrailAct
from coalition.web.routing import AnyRequest, route


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
