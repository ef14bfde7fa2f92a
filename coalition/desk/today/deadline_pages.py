"""All deadlines of a person, as a page and as a calendar file."""

from __future__ import annotations

from litestar import Response

from coalition import clock, database
from coalition.deadlines.calendar_files import CALENDAR, FILE_NAME, calendar_file
from coalition.deadlines.collecting import deadlines_for
from coalition.desk.desk_pages import desk_page, person_of
from coalition.desk.paging import PAGE
from coalition.web.pages import PRIVATE, file, language_of
from coalition.web.routing import AnyRequest, route


@route("desk.deadlines.list")
async def list_deadlines(request: AnyRequest) -> Response[bytes]:
    """List the deadlines of all memoranda that the person works on, the nearest first."""
    async with database.reading():
        deadlines = await deadlines_for(person_of(request), most=PAGE)
    return desk_page(request, "desk/deadlines/list.html", section="today", deadlines=deadlines, today=clock.today())


@route("desk.calendar.show")
async def show_calendar(request: AnyRequest) -> Response[bytes]:
    """Return the same deadlines as a file for a calendar program."""
    async with database.reading():
        deadlines = await deadlines_for(person_of(request))
    return file(calendar_file(deadlines.nearest, language_of(request)), CALENDAR, cache=PRIVATE, name=FILE_NAME)
