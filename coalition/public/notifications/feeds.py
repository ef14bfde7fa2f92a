"""Feeds of notifications, as Atom (RFC 4287) and JSON Feed 1.1; ids never change and are the same in every language.

A feed gives days. The time of a day is no time: its seconds count the public changes of notifications on that day, so that an entry
that changed has a later `updated`, and nobody learns at which time something happened.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from coalition import clock, database
from coalition.addresses import url_for
from coalition.announcements.reading import Announcement, announcements
from coalition.directions import Ordered, isolated
from coalition.languages import Message
from coalition.memoranda.decision_queries import withdrawal_days
from coalition.memoranda.queries import MemorandumView, views_of
from coalition.notices.queries import Moment, about_any, feed_changed, last_step, latest
from coalition.public.loading import existing
from coalition.public.memoranda.tombstones import TITLE
from coalition.rendering import render
from coalition.settings import load
from coalition.web import pages
from coalition.web.routing import AnyRequest, route

AT_ONCE = 50
MOST_DELETED = 500
_ATOM = "application/atom+xml; charset=utf-8"
_JSON = "application/feed+json; charset=utf-8"


class Source(Struct, frozen=True):
    """The content of a feed: notifications, and those whose memorandum was withdrawn from the public.

    A feed of one memorandum has its `slug`, and the `memorandum` while it is public. `changed` is the last change of the feed itself.
    """

    shown: Sequence[Announcement]
    deleted: Sequence[Announcement]
    slug: str = ""
    memorandum: MemorandumView | None = None
    changed: Moment | None = None


@route("public.notification_feed.show")
async def show_notification_feed(request: AnyRequest, lang: FromQuery[str] = "") -> Response[bytes]:
    """Answer with the latest notifications as Atom."""
    return _atom(request, await _all(), feed_language(lang))


@route("public.notification_json_feed.show")
async def show_notification_json_feed(request: AnyRequest, lang: FromQuery[str] = "") -> Response[bytes]:
    """Answer with the latest notifications as a JSON feed."""
    return _json(request, await _all(), feed_language(lang))


@route("public.memorandum_feed.show")
async def show_memorandum_feed(request: AnyRequest, file: FromPath[str], lang: FromQuery[str] = "") -> Response[bytes]:
    """Answer with the latest notifications of one memorandum."""
    slug, _, ending = file.rpartition(".")
    answer = existing({"atom": _atom, "json": _json}.get(ending))
    async with database.reading():
        source = existing(await _source_of(slug))
    return answer(request, source, feed_language(lang))


async def _all() -> Source:
    """Return the latest notifications; of memoranda that were withdrawn from the public all, as tombstones."""
    async with database.reading():
        days = await withdrawal_days()
        shown = await announcements(await latest(without=days, limit=AT_ONCE))
        deleted = await announcements(await about_any(days, limit=MOST_DELETED))
        changed = await last_step()
    return Source(shown, deleted, changed=changed)


async def _source_of(slug: str) -> Source | None:
    memorandum = (await views_of([slug])).get(slug)
    if memorandum:
        return Source(await announcements(await latest(memorandum=slug, limit=AT_ONCE)), [], slug, memorandum, await feed_changed(slug))
    if slug not in await withdrawal_days():
        return None
    return Source([], await announcements(await about_any([slug], limit=MOST_DELETED)), slug)


def feed_language(wanted: str) -> str:
    """Return the language of a feed: the first of the site, if none is asked for.

    Raises:
        NotFoundException: the site does not have it.

    """
    if wanted and wanted not in load().languages:
        raise NotFoundException
    return wanted or load().languages[0]


def tag(base: str, year: int, name: str) -> str:
    """Return an id that does not change when addresses change (RFC 4151)."""
    return f"tag:{urlsplit(base).hostname},{year}:{name}"


def _entry(announcement: Announcement, base: str, language: str) -> dict[str, Any]:
    """Return an entry; a tombstone has no link and no day of issue."""
    issued = announcement.issued_on
    return {
        "id": tag(base, announcement.notification.year, announcement.number),
        "url": base + url_for("public.notification.show", lang=language, **announcement.place) if issued else "",
        "title": " ".join((Ordered(announcement.number).within(language), announcement.sentence.text(language))),
        "text": _text(announcement, language),
        "published": _written(Moment(issued, announcement.notification.step)) if issued else "",
        "updated": _written(announcement.updated),
        "comment": announcement.sentence.text(language),
    }


def _text(announcement: Announcement, language: str) -> str:
    """Return the content as plain text: the title of the memorandum, days that differ, and what else was announced."""
    if announcement.memorandum is None or not announcement.is_public:
        return announcement.sentence.text(language)
    code, title = announcement.memorandum.title(language)
    notes = [note.text(language) for note in (announcement.days, announcement.completion) if note]
    details = [detail.line(language) for detail in announcement.details]
    return "\n".join([isolated(title, code, language), *notes, *details])


def _written(moment: Moment) -> str:
    """Return a moment as RFC 3339: its seconds are the step of the day."""
    return (datetime.combine(moment.day, time(), UTC) + timedelta(seconds=moment.step)).isoformat()


def _feed(source: Source, language: str) -> dict[str, Any]:
    memorandum = source.memorandum
    name_of_feed = TITLE if source.slug else Message("Notifications")
    code, title = memorandum.title(language) if memorandum else (language, name_of_feed.text(language))
    base = load().base_url
    name, places = ("public.memorandum.show", {"memorandum": memorandum.slug}) if memorandum else ("public.notifications.list", {})
    changes = [announcement.updated for announcement in (*source.shown, *source.deleted)] + ([source.changed] if source.changed else [])
    return {
        "id": tag(base, 2026, f"feeds/{source.slug or 'notifications'}"),
        "title": isolated(title, code, language),
        "home": base + url_for(name, lang=language, **places),
        "updated": _written(max(changes, default=Moment(clock.today(), 0))),
        "entries": [_entry(announcement, base, language) for announcement in source.shown],
        "deleted": [_entry(announcement, base, language) for announcement in source.deleted],
    }


def _atom(request: AnyRequest, source: Source, language: str) -> Response[bytes]:
    return as_atom(request, _feed(source, language), language)


def _json(request: AnyRequest, source: Source, language: str) -> Response[bytes]:
    return as_json(request, _feed(source, language), language)


def as_atom(request: AnyRequest, feed: Mapping[str, Any], language: str) -> Response[bytes]:
    """Answer with a feed as Atom."""
    return pages.file(render("feeds/atom.xml", language, own=_own(request), **feed).encode(), _ATOM)


def as_json(request: AnyRequest, feed: Mapping[str, Any], language: str) -> Response[bytes]:
    """Answer with a feed as JSON."""
    items = [
        {
            "id": entry["id"],
            "title": entry["title"],
            "content_text": entry["text"],
            "date_modified": entry["updated"],
        }
        | ({"url": entry["url"], "date_published": entry["published"]} if entry["published"] else {})
        | _enclosed(entry.get("picture"))
        for entry in [*feed["entries"], *feed["deleted"]]
    ]
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed["title"],
        "home_page_url": feed["home"],
        "feed_url": _own(request),
        "language": language,
        "_coalition": {"date_modified": feed["updated"]},  # JSON Feed has no field for the moment of the feed itself
        "items": items,
    }
    return pages.file(json.dumps(whole, ensure_ascii=False, indent=2).encode(), _JSON)


def _enclosed(picture: Mapping[str, Any] | None) -> dict[str, Any]:
    if picture is None:
        return {}
    attachment = {"url": picture["url"], "mime_type": picture["type"], "size_in_bytes": picture["bytes"]}
    return {"image": picture["url"], "attachments": [attachment]}


def _own(request: AnyRequest) -> str:
    query = request.url.query
    return f"{load().base_url}{request.url.path}{'?' + query if query else ''}"
