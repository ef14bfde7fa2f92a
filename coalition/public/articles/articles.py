"""Articles that everybody reads: the list, and one of them; one that was withdrawn answers 410 and names nothing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.articles import queries
from coalition.articles.linked_record_queries import public_article
from coalition.articles.queries import Chosen
from coalition.articles.subject_queries import about
from coalition.articles.tables import ArticleKind
from coalition.languages import Message
from coalition.organisations.visible_queries import Viewer
from coalition.public.list_filters import asked_in, choice_in, words_in
from coalition.public.loading import existing, public_memorandum
from coalition.published.article_pages import article_on_page
from coalition.published.list_heights import fitted, height_of_entry
from coalition.search.excerpts import excerpt
from coalition.web.pages import page, public_page
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from litestar.types import ExceptionHandlersMap

    from coalition.articles.queries import About
    from coalition.articles.views import ArticlesPage, ArticleView
    from coalition.search.match_marks import Words

AT_ONCE = 30
_MOST = 240  # characters of a summary in a list
_PICTURE_HEIGHT, _BESIDE_PICTURE = 120, 75  # pixels on a phone: the lowest entry with a picture, and the further rows beside one
_GONE = 410
_TITLE = Message("Withdrawn from the public")
_SENTENCE = Message("An article was here. It was withdrawn from the public.")


class ArticleGone(Exception):
    """Raised for an article that was withdrawn from the public."""


@route("public.articles.list")
async def list_articles(request: AnyRequest, language: NamedDependency[str], after: FromQuery[str] = "") -> Response[bytes]:
    """Show articles, newest first: all, or those of a kind, about something, or that words find."""
    query, words = request.query_params, words_in(request.query_params)
    async with database.reading():
        chosen = Chosen(words.query, choice_in(query, "kind", ArticleKind) or "", about=await _about(query))
        read = partial(queries.newest_published, chosen, after=after)
        shown = await fitted(lambda limit: read(limit=limit), lambda page: _heights(page, language, words), AT_ONCE)
    summaries = {view.id: _summary(view, language, words) for view in shown.articles}
    asked = asked_in(query, "q", "kind", "organisation", "forum", "memorandum")
    facts = {"words": words, "kind": chosen.kind, "kinds": list(ArticleKind), "asked": asked, "after": after}
    return public_page(request, "public/articles/list.html", section="articles", page=shown, summaries=summaries, **facts)


async def _about(query: Mapping[str, str]) -> About:
    """Return what the articles are to be about; what not everybody may know of is not found."""
    organisation, forum, memorandum = (query.get(name, "") for name in ("organisation", "forum", "memorandum"))
    memorandum_id = (await public_memorandum(memorandum)).id if memorandum else None
    return existing(await about(Viewer.EVERYBODY, organisation=organisation, forum=forum, memorandum=memorandum_id))


def _summary(view: ArticleView, language: str, words: Words) -> str:
    return excerpt(" ".join(view.text(language).summary.split()), _MOST, words)


def _heights(page: ArticlesPage, language: str, words: Words) -> Sequence[int]:
    return [_height(view, language, words) for view in page.articles]


def _height(view: ArticleView, language: str, words: Words) -> int:
    """Return the height of an entry; beside a picture, its text takes further rows."""
    height = height_of_entry(view.text(language).title, " ", _summary(view, language, words))
    return max(height, _PICTURE_HEIGHT) + _BESIDE_PICTURE if view.picture else height


@route("public.article.show")
async def show_article(request: AnyRequest, language: NamedDependency[str], article: FromPath[str], text: FromQuery[str] = "") -> Response[bytes]:
    """Show an article in the language of the page, or in that of one of its texts."""
    async with database.reading():
        row = await queries.published_by_slug(article)
        if row is None:
            raise ArticleGone if await queries.was_withdrawn(article) else NotFoundException
        shown = await public_article(row)
    on_page = existing(await article_on_page(shown, language, text))
    return public_page(request, "public/articles/show.html", section="articles", on_page=on_page)


def _tombstone(request: AnyRequest, _: ArticleGone) -> Response[bytes]:
    language = request.path_params["lang"]
    texts: dict[str, Any] = {"title": _TITLE.text(language), "text": _SENTENCE.text(language), "link": None, "fresh": ""}
    return page(request, "errors/error.html", status=_GONE, **texts)


TOMBSTONES: ExceptionHandlersMap = {ArticleGone: _tombstone}
