"""How a person is told what happens: letters, and a calendar at a private address."""

from __future__ import annotations

from litestar import Response

from coalition.deadlines.calendar_addresses import end_address, make_address
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page, person_of
from coalition.desk.people.account import TEMPLATE, account_context
from coalition.fields import InvalidForm
from coalition.news.choosing import choose_rhythm
from coalition.news.forms import NewsForm
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route


@route("desk.news.update")
async def update_news(request: AnyRequest) -> Response[bytes]:
    """Change how often letters about what happened come."""
    given = await checked(request)
    try:
        await choose_rhythm(person_of(request), NewsForm.parse(given, ignore_unknown=True))
    except InvalidForm as problems:
        return invalid_page(request, TEMPLATE, problems, **await account_context(request) | {"rhythm": given.get("rhythm")})
    return done(request, "desk.account.show", "saved")


@route("desk.calendar.create")
async def create_calendar(request: AnyRequest) -> Response[bytes]:
    """Make the address of the person's calendar, and show it this once."""
    await checked(request)
    address = await make_address(person_of(request), language_of(request))
    return desk_page(request, TEMPLATE, **await account_context(request) | {"calendar_address": address})


@route("desk.calendar.remove")
async def remove_calendar(request: AnyRequest) -> Response[bytes]:
    """End the address of the person's calendar."""
    await checked(request)
    await end_address(person_of(request))
    return done(request, "desk.account.show", "calendar_ended")
