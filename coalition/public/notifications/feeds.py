"""Feeds of notifications, as Atom (RFC 4287) and JSON Feed 1.1; ids never change and are the same in every language."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from coalition import clock, database
from coalition.addresses import url_for
from coalition.announcements.reading import Announcement, announcements
from coalition.languages import Message
from coalition.memoranda.decision_queries import withdrawal_days
from coalition.memoranda.queries import MemorandumView, views_of
from coalition.notices.queries import about_any, latest
from coalition.organisations.names import isolated
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
    """The content of a feed: notifications, and those whose memorandum was withdrawn from the public, with the day of each memorandum.

    A feed of one memorandum has its `slug`, and the `memorandum` while it is public.
    """

    shown: Sequence[Announcement]
    deleted: Sequence[Announcement]
    days: Mapping[str, date]
    slug: str = ""
    memorandum: MemorandumView | None = None


@route("public.notification_feed.show")
async def show_notification_feed(request: AnyRequest, lang: FromQuery[str] = "") -> Response[bytes]:
    """Answer with the latest notifications as Atom."""
    return _atom(request, await _all(), _language(lang))


@route("public.notification_json_feed.show")
async def show_notification_json_feed(request: AnyRequest, lang: FromQuery[str] = "") -> Response[bytes]:
    """Answer with the latest notifications as a JSON feed."""
    return _json(request, await _all(), _language(lang))


@route("public.memorandum_feed.show")
async def show_memorandum_feed(request: AnyRequest, file: FromPath[str], lang: FromQuery[str] = "") -> Response[bytes]:
    """Answer with the latest notifications of one memorandum."""
    slug, _, ending = file.rpartition(".")
    answer = existing({"atom": _atom, "json": _json}.get(ending))
    async with database.reading():
        source = existing(await _source_of(slug))
    return answer(request, source, _language(lang))


async def _all() -> Source:
    """Return the latest notifications; of memoranda that were withdrawn from the public all, so that readers delete what they stored."""
    async with database.reading():
        days = await withdrawal_days()
        shown = await announcements(await latest(without=days, limit=AT_ONCE))
        deleted = await announcements(await about_any(days, limit=MOST_DELETED))
    return Source(shown, deleted, days)


async def _source_of(slug: str) -> Source | None:
    memorandum = (await views_of([slug])).get(slug)
    if memorandum:
        return Source(await announcements(await latest(memorandum=slug, limit=AT_ONCE)), [], {}, slug, memorandum)
    days = {withdrawn: day for withdrawn, day in (await withdrawal_days()).items() if withdrawn == slug}
    return Source([], await announcements(await about_any(days, limit=MOST_DELETED)), days, slug) if days else None


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


def _deleted(announcement: Announcement, day: date, base: str, language: str) -> dict[str, Any]:
    return _entry(announcement, base, language) | {"updated": _midnight(day), "when": _midnight(day), "comment": announcement.sentence.text(language)}


def _midnight(day: date) -> str:
    """Return the beginning of a day: a feed gives days, not seconds."""
    return datetime.combine(day, time(), UTC).isoformat()


def _feed(source: Source, language: str) -> dict[str, Any]:
    memorandum = source.memorandum
    name_of_feed = TITLE if source.slug else Message("Notifications")
    code, title = memorandum.title(language) if memorandum else (language, name_of_feed.text(language))
    base = load().base_url
    name, places = ("public.memorandum.show", {"memorandum": memorandum.slug}) if memorandum else ("public.notifications.list", {})
    days = [*(announcement.changed_on for announcement in source.shown), *source.days.values()]
    return {
        "id": tag(base, 2026, f"feeds/{source.slug or 'notifications'}"),
        "title": isolated(title, code, language),
        "home": base + url_for(name, lang=language, **places),
        "updated": _midnight(max(days, default=clock.today())),
        "entries": [_entry(announcement, base, language) for announcement in source.shown],
        "deleted": [_deleted(read, source.days[read.notification.memorandum], base, language) for read in source.deleted],
    }


def _atom(request: AnyRequest, source: Source, language: str) -> Response[bytes]:
    feed = _feed(source, language)
    return pages.file(render("feeds/atom.xml", language, own=_own(request), **feed).encode(), _ATOM)


def _json(request: AnyRequest, source: Source, language: str) -> Response[bytes]:
    feed = _feed(source, language)
    items = [
        {
            "id": entry["id"],
            "url": entry["url"],
            "title": entry["title"],
            "content_text": entry["text"],
            "date_modified": entry["updated"],
        }
        | ({"date_published": entry["published"]} if entry["published"] else {})
        for entry in [*feed["entries"], *feed["deleted"]]
    ]
    whole = {"version": "https://jsonfeed.org/version/1.1", "title": feed["title"], "home_page_url": feed["home"], "feed_url": _own(request)}
    return pages.file(json.dumps(whole | {"language": language, "items": items}, ensure_ascii=False, indent=2).encode(), _JSON)


def _own(request: AnyRequest) -> str:
    query = request.url.query
    return f"{load().base_url}{request.url.path}{'?' + query if query else ''}"
