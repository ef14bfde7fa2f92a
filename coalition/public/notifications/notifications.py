"""Depositary notifications."""

import re

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.announcements.reading import announcements
from coalition.memoranda.queries import views_of
from coalition.notices.queries import by_number, latest
from coalition.public.loading import existing
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route

AT_ONCE = 50
_NUMBER = re.compile(r"N\.(\d{1,7})\.(\d{4})", re.ASCII)
_DIGITS = re.compile(r"[1-9]\d{0,6}", re.ASCII)


@route("public.notifications.list")
async def list_notifications(request: AnyRequest, memorandum: FromQuery[str] = "", after: FromQuery[str] = "") -> Response[bytes]:
    """Show notifications, newest first, of all memoranda or of one."""
    before = _place(after)
    async with database.reading():
        only = existing((await views_of([memorandum])).get(memorandum)) if memorandum else None
        rows = await announcements(await latest(memorandum=memorandum or None, before=before, limit=AT_ONCE + 1))
    more = rows[AT_ONCE - 1].number if len(rows) > AT_ONCE else None
    return public_page(request, "public/notifications/list.html", section="notifications", announcements=rows[:AT_ONCE], only=only, more=more)


def _place(after: str) -> tuple[int, int] | None:
    if not after:
        return None
    match = _NUMBER.fullmatch(after)
    if match is None:
        raise NotFoundException
    return int(match[2]), int(match[1])


@route("public.notification.show")
async def show_notification(request: AnyRequest, year: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Show one notification."""
    if not (_DIGITS.fullmatch(year) and _DIGITS.fullmatch(number)):
        raise NotFoundException
    async with database.reading():
        row = existing(await by_number(int(year), int(number)))
        announcement = (await announcements([row]))[0]
    return public_page(request, "public/notifications/show.html", section="notifications", announcement=announcement)
