"""The hour at which an appeal ends, as a calendar of one entry that everybody can download; it never has the name of a person."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from coalition.addresses import url_for
from coalition.deadlines.calendar_files import as_bytes, escaped
from coalition.forums import queries as forums
from coalition.languages import Message
from coalition.settings import load

if TYPE_CHECKING:
    from coalition.memoranda.queries import MemorandumView


async def may_be_copied(forum_id: int | None) -> bool:
    """Whether everybody may put a text of a forum into a calendar, which its program copies to a server: not where the forum asks for care."""
    forum = await forums.view_of(forum_id)
    return forum is None or not forum.needs_care


def appeal_calendar(view: MemorandumView, moment: datetime, language: str) -> bytes:
    """Return a calendar with the last moment of an appeal, in UTC: programs show it in the zone of their reader."""
    title = Message("The appeal ends: {title}", title=view.title(language)[1]).text(language)
    return as_bytes(
        [
            *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Coalition//Appeals//EN", "CALSCALE:GREGORIAN", "BEGIN:VEVENT"),
            f"UID:appeal-{view.slug}@coalition",
            f"DTSTAMP:{view.opens_on:%Y%m%d}T000000Z",
            f"DTSTART:{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTEND:{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"SUMMARY:{escaped(title)}",
            f"URL:{load().base_url}{url_for('public.memorandum.show', lang=language, memorandum=view.slug)}",
            *("TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR"),
        ]
    )
