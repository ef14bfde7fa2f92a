"""The numbered notifications of public acts, oldest first, so that mirrors can follow."""

from __future__ import annotations

from litestar import Response

from coalition import database
from coalition.announcements.reading import announcements, last_public_before
from coalition.api.answering import page
from coalition.api.bodies import queried
from coalition.api.forms import Since
from coalition.api.notifications import views
from coalition.notices.queries import following
from coalition.web.routing import AnyRequest, route


@route("api.notifications.list")
async def list_notifications(request: AnyRequest) -> Response[bytes]:
    """List notifications; a notification about something no longer public is a tombstone."""
    asked = queried(request, Since)
    async with database.reading():
        last = await last_public_before(asked.first_day) if asked.first_day else None
        from_day = (last.notification.year, last.notification.number) if last else None
        after = max(filter(None, (asked.last_seen, from_day)), default=None)
        rows = await announcements(await following(after=after, limit=asked.limit + 1))
    first_day = asked.first_day.isoformat() if asked.first_day else None
    name = "api.notifications.list"
    return page(request, rows, asked.limit, cursor=lambda row: row.number, show=views.of_notification, name=name, since=first_day)
