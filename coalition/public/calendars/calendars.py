"""The calendar of a person under its private address, for a program that has no session."""

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.deadlines.calendar_addresses import holder_of
from coalition.deadlines.calendar_files import CALENDAR, calendar_file
from coalition.deadlines.collecting import deadlines_for
from coalition.web.limits import Limit, check_unknown_link, network_of
from coalition.web.pages import PRIVATE, file
from coalition.web.routing import AnyRequest, route

_readings = Limit(120, 3600)


@route("public.calendar.show")
async def show_calendar(request: AnyRequest, language: NamedDependency[str], token: FromPath[str]) -> Response[bytes]:
    """Return the deadlines of a person; an address that ended, or never was, does not exist."""
    person = await holder_of(token)
    if person is None:
        check_unknown_link(request)
        raise NotFoundException
    _readings.check_for(f"{person.id} {network_of(request)}")
    async with database.reading():
        deadlines = await deadlines_for(person)
    return file(calendar_file(deadlines.nearest, language), CALENDAR, cache=PRIVATE)
