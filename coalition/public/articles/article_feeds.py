"""Feeds of articles, as Atom and JSON: the newest that everybody reads; one that is withdrawn is in them no more."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromQuery

from coalition import clock, database
from coalition.addresses import url_for
from coalition.articles.queries import Chosen, newest_published
from coalition.cleaned_pictures import MEDIA_TYPE
from coalition.directions import isolated
from coalition.languages import Message
from coalition.public.notifications.feeds import as_atom, as_json, feed_language, tag
from coalition.settings import load
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from coalition.articles.views import ArticleView

AT_ONCE = 50
_BEGUN = 2026  # the year in the ids, which never change
_SECONDS = 86_400


@route("public.article_feed.show")
async def show_article_feed(request: AnyRequest, lang: FromQuery[str] = "") -> Response[bytes]:
    """Answer with the newest articles as Atom."""
    language = feed_language(lang)
    return as_atom(request, _feed(await _newest(), language), language)


@route("public.article_json_feed.show")
async def show_article_json_feed(request: AnyRequest, lang: FromQuery[str] = "") -> Response[bytes]:
    """Answer with the newest articles as a JSON feed."""
    language = feed_language(lang)
    return as_json(request, _feed(await _newest(), language), language)


async def _newest() -> Sequence[ArticleView]:
    async with database.reading():
        return (await newest_published(Chosen(), limit=AT_ONCE)).articles


def _feed(articles: Sequence[ArticleView], language: str) -> dict[str, Any]:
    entries = [_entry(view, language) for view in articles]
    return {
        "id": tag(load().base_url, _BEGUN, "feeds/articles"),
        "title": Message("Articles").text(language),
        "home": load().base_url + url_for("public.articles.list", lang=language),
        "updated": max((entry["updated"] for entry in entries), default=_moment(clock.today())),
        "entries": entries,
        "deleted": [],
    }


def _entry(view: ArticleView, language: str) -> dict[str, Any]:
    """Return an entry; the seconds of `updated` count the changes, so that a second change on a day has a later one."""
    text, published = view.text(language), view.published_on or clock.today()
    return {
        "id": tag(load().base_url, _BEGUN, f"articles/{view.slug}"),
        "url": load().base_url + url_for("public.article.show", lang=language, article=view.slug),
        "title": isolated(text.title, text.language, language),
        "text": isolated(text.summary, text.language, language),
        "published": _moment(published),
        "updated": _moment(view.changed_on or published, view.changes % _SECONDS),
        "picture": _picture(view),
    }


def _picture(view: ArticleView) -> dict[str, Any] | None:
    if view.picture is None:
        return None
    address = load().base_url + url_for("public.article_picture.show", article=view.slug, picture=view.picture.file)
    return {"url": address, "type": MEDIA_TYPE, "bytes": view.picture.bytes}


def _moment(day: date, seconds: int = 0) -> str:
    return (datetime.combine(day, time(), UTC) + timedelta(seconds=seconds)).isoformat()
