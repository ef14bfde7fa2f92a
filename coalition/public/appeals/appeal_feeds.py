"""Feeds of urgent appeals, as Atom and JSON: the newest that everybody reads, and what happened to them.

Readers' programs keep what they got, so that no feed has the name of a person: it could not be taken away when the consent ends.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromQuery

from coalition import clock, database
from coalition.addresses import url_for
from coalition.appeals.listed_appeals import AppealFilter, listed_appeals
from coalition.deliveries.timelines import newest_public_entries
from coalition.directions import isolated
from coalition.languages import Message
from coalition.public.notifications.feeds import as_atom, as_json, feed_language, tag
from coalition.settings import load
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from coalition.appeals.listed_appeals import ListedAppeal
    from coalition.deliveries.views import EntryView

AT_ONCE = 50
_BEGUN = 2026  # the year in the ids, which never change
_TITLE = Message("Urgent appeals")


@route("public.appeal_feed.show")
async def show_appeal_feed(request: AnyRequest, lang: FromQuery[str] = "") -> Response[bytes]:
    """Answer with the newest appeals and what happened to them as Atom."""
    language = feed_language(lang)
    return as_atom(request, await _feed(language), language)


@route("public.appeal_json_feed.show")
async def show_appeal_json_feed(request: AnyRequest, lang: FromQuery[str] = "") -> Response[bytes]:
    """Answer with the newest appeals and what happened to them as a JSON feed."""
    language = feed_language(lang)
    return as_json(request, await _feed(language), language)


async def _feed(language: str) -> dict[str, Any]:
    async with database.reading():
        appeals = {listed.view.id: listed for listed in (await listed_appeals(AppealFilter(), limit=AT_ONCE)).appeals}
        updates = await newest_public_entries([*appeals], AT_ONCE)
    entries = [_entry(listed, language) for listed in appeals.values()] + [_update(appeals[number], entry, language) for number, entry in updates]
    entries.sort(key=lambda entry: (entry["updated"], entry["id"]), reverse=True)
    return {
        "id": tag(load().base_url, _BEGUN, "feeds/appeals"),
        "title": _TITLE.text(language),
        "home": load().base_url + url_for("public.appeals.list", lang=language),
        "updated": max((entry["updated"] for entry in entries), default=_moment(clock.today())),
        "entries": entries[:AT_ONCE],
        "deleted": [],
    }


def _entry(listed: ListedAppeal, language: str) -> dict[str, Any]:
    """Return an appeal; the seconds of `updated` are the days that it is open, so that a later end makes it newer."""
    view, appeal = listed.view, listed.appeal
    said, sent = appeal.said(language), appeal.sent_at.date() if appeal.sent_at else clock.today()
    paragraphs = [isolated(said.about, said.language, language), isolated(said.asked, said.language, language)]
    ending = Message("Open until {moment}.", moment=appeal.closing).text(language) if appeal.closing else ""
    return {
        "id": tag(load().base_url, _BEGUN, f"appeals/{view.slug}"),
        "url": load().base_url + url_for("public.memorandum.show", lang=language, memorandum=view.slug),
        "title": _title(listed, language),
        "text": "\n\n".join(filter(None, [*paragraphs, ending])),
        "published": _moment(sent),
        "updated": _moment(sent, (view.closes_on - sent).days if view.closes_on else 0),
    }


def _update(listed: ListedAppeal, entry: EntryView, language: str) -> dict[str, Any]:
    """Return an entry of the timeline of an appeal; a corrected entry is newer."""
    published = entry.published_on or clock.today()
    page = url_for("public.timeline.show", lang=language, memorandum=listed.view.slug)
    return {
        "id": tag(load().base_url, _BEGUN, f"appeals/{listed.view.slug}/{entry.key}"),
        "url": f"{load().base_url}{page}#entry-{entry.key}",
        "title": Message("{what}: {title}", what=entry.kind.word, title=_title(listed, language)).text(language),
        "text": "\n\n".join(filter(None, _paragraphs(entry, language))) or entry.kind.word.text(language),
        "published": _moment(published),
        "updated": _moment(entry.changed_on or published, 1 if entry.changed_on else 0),
    }


def _paragraphs(entry: EntryView, language: str) -> Sequence[str]:
    said = entry.said(language)
    to = entry.addressee.named(language) if entry.addressee else None
    words = [isolated(said.title, said.language, language), isolated(said.text, said.language, language)] if said else []
    return [isolated(to.name, to.language, language) if to else "", *words]


def _title(listed: ListedAppeal, language: str) -> str:
    code, title = listed.view.title(language)
    return isolated(title, code, language)


def _moment(day: date, seconds: int = 0) -> str:
    return (datetime.combine(day, time(), UTC) + timedelta(seconds=seconds)).isoformat()
