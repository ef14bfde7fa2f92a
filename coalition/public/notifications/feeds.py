"""Feeds of notifications, as Atom (RFC 4287) and JSON Feed 1.1; ids never change and are the same in every language."""

import json
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import clock, database
from coalition.addresses import url_for
from coalition.announcements.reading import Announcement, announcements
from coalition.languages import Message
from coalition.memoranda.queries import MemorandumView, views_of
from coalition.notices.queries import latest
from coalition.organisations.names import isolated
from coalition.public.loading import existing
from coalition.rendering import render
from coalition.settings import load
from coalition.web import pages
from coalition.web.routing import AnyRequest, route

AT_ONCE = 50
_ATOM = "application/atom+xml; charset=utf-8"
_JSON = "application/feed+json; charset=utf-8"


@route("public.notification_feed.show")
async def show_notification_feed(request: AnyRequest, lang: FromQuery[str] = "") -> Response[bytes]:
    """Answer with the latest notifications as Atom."""
    return _atom(request, await _read(None), None, _language(lang))


@route("public.notification_json_feed.show")
async def show_notification_json_feed(request: AnyRequest, lang: FromQuery[str] = "") -> Response[bytes]:
    """Answer with the latest notifications as a JSON feed."""
    return _json(request, await _read(None), None, _language(lang))


@route("public.memorandum_feed.show")
async def show_memorandum_feed(request: AnyRequest, file: FromPath[str], lang: FromQuery[str] = "") -> Response[bytes]:
    """Answer with the latest notifications of one memorandum."""
    slug, _, ending = file.rpartition(".")
    answer = existing({"atom": _atom, "json": _json}.get(ending))
    async with database.reading():
        memorandum = existing((await views_of([slug])).get(slug))
        latest_first = await announcements(await latest(memorandum=slug, limit=AT_ONCE))
    return answer(request, latest_first, memorandum, _language(lang))


async def _read(memorandum: str | None) -> list[Announcement]:
    async with database.reading():
        return await announcements(await latest(memorandum=memorandum, limit=AT_ONCE))


def _language(wanted: str) -> str:
    if wanted and wanted not in load().languages:
        raise NotFoundException
    return wanted or load().languages[0]


def tag(base: str, year: int, name: str) -> str:
    """Return an id that does not change when addresses change (RFC 4151)."""
    return f"tag:{urlsplit(base).hostname},{year}:{name}"


def _entry(announcement: Announcement, base: str, language: str) -> dict[str, Any]:
    code, title = announcement.memorandum.title(language) if announcement.memorandum else (language, "")
    return {
        "id": tag(base, announcement.notification.year, announcement.number),
        "url": base + url_for("public.notification.show", lang=language, **announcement.place),
        "title": " ".join((announcement.number, announcement.sentence.text(language))),
        "text": isolated(title, code, language),
        "published": _midnight(announcement.notification.issued_at.astimezone(UTC).date()) if announcement.is_public else None,
        "updated": _midnight(announcement.changed_on),
    }


def _midnight(day: date) -> str:
    """Return the beginning of a day: a feed gives days, not seconds."""
    return datetime.combine(day, time(), UTC).isoformat()


def _feed(latest_first: list[Announcement], memorandum: MemorandumView | None, language: str) -> dict[str, Any]:
    code, title = memorandum.title(language) if memorandum else (language, Message("Notifications").text(language))
    base = load().base_url
    updated = max((announcement.changed_on for announcement in latest_first), default=clock.today())
    name, places = ("public.memorandum.show", {"memorandum": memorandum.slug}) if memorandum else ("public.notifications.list", {})
    return {
        "id": tag(base, 2026, f"feeds/{memorandum.slug if memorandum else 'notifications'}"),
        "title": isolated(title, code, language),
        "home": base + url_for(name, lang=language, **places),
        "updated": _midnight(updated),
        "entries": [_entry(announcement, base, language) for announcement in latest_first],
    }


def _atom(request: AnyRequest, latest_first: list[Announcement], memorandum: MemorandumView | None, language: str) -> Response[bytes]:
    feed = _feed(latest_first, memorandum, language)
    return pages.file(render("feeds/atom.xml", language, own=_own(request), **feed).encode(), _ATOM)


def _json(request: AnyRequest, latest_first: list[Announcement], memorandum: MemorandumView | None, language: str) -> Response[bytes]:
    feed = _feed(latest_first, memorandum, language)
    items = [
        {
            "id": entry["id"],
            "url": entry["url"],
            "title": entry["title"],
            "content_text": entry["text"],
            "date_modified": entry["updated"],
        }
        | ({"date_published": entry["published"]} if entry["published"] else {})
        for entry in feed["entries"]
    ]
    whole = {"version": "https://jsonfeed.org/version/1.1", "title": feed["title"], "home_page_url": feed["home"], "feed_url": _own(request)}
    return pages.file(json.dumps(whole | {"language": language, "items": items}, ensure_ascii=False, indent=2).encode(), _JSON)


def _own(request: AnyRequest) -> str:
    query = request.url.query
    return f"{load().base_url}{request.url.path}{'?' + query if query else ''}"
