"""The draft that a seat was sent, to read as at the desk: with all proposals that it may read, and beside the round before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from coalition import database
from coalition.amendments.compared_drafts import WayToRead, compared_for_seat
from coalition.amendments.draft_pages import draft_page, way_called
from coalition.amendments.open_proposals import proposals_in_seat
from coalition.amendments.readers import reader_in
from coalition.amendments.seat_provisions import place_of
from coalition.amendments.seat_texts import sent_texts
from coalition.amendments.view_files import view_in_seat
from coalition.amendments.view_formats import MARKDOWN, WORD
from coalition.signing.rounds.seat_visits import enter_seat
from coalition.signing.signing_pages import signing_page
from coalition.web import pages
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.amendments.view_formats import ViewFormat


@route("signing.drafting_proposals.show")
async def show_seat_proposals(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Show a page of the draft in one way; `view`, `language` and `at` are those of the same page at the desk."""
    asked = request.query_params
    async with database.reading():
        visit = await enter_seat(request)
        reader = reader_in(visit.opened)
        sent = await sent_texts(visit.opened.round, reader)
        draft = await compared_for_seat(sent, asked.get("language", ""), language)
        proposals_of = partial(proposals_in_seat, visit.opened)
        shown = await draft_page(draft, way_called(asked.get("view", "")), asked.get("at", ""), reader, proposals_of) if draft else None
        place = await place_of(visit.opened)
    return signing_page(request, "amendments/proposals", shown=shown, place=place, ways=WayToRead, round=visit.opened.round.number)


@route("signing.drafting_proposals_docx.show")
async def show_seat_proposals_docx(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Send the draft that a seat reads in one way as a Word file."""
    return await _file(request, language, WORD)


@route("signing.drafting_proposals_md.show")
async def show_seat_proposals_md(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Send the draft that a seat reads in one way as Markdown."""
    return await _file(request, language, MARKDOWN)


async def _file(request: AnyRequest, language: str, written_as: ViewFormat) -> Response[bytes]:
    """Send the whole draft in one format; its name says nothing of the text, because it stays among the files of a telephone."""
    asked = request.query_params
    async with database.reading():
        visit = await enter_seat(request)
        view = await view_in_seat(visit.opened, way_called(asked.get("view", "")), asked.get("language", ""), language)
    if view is None:
        raise NotFoundException
    name = written_as.name(f"draft-{visit.opened.round.number}", view)
    return pages.file(await written_as.written(view), written_as.media_type, cache=pages.PRIVATE, name=name)
