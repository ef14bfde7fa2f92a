"""Reads of articles: everybody reads those that are published, coordinators read all."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition.articles.picture_queries import pictures_of
from coalition.articles.tables import (
    Article,
    ArticleForum,
    ArticleKind,
    ArticleMemorandum,
    ArticleOrganisation,
    ArticleState,
    ArticleText,
)
from coalition.articles.views import ArticlesPage, ArticleTextView, ArticleView
from coalition.database import among, is_postgres, made_of, one_row, prepared, whole
from coalition.notices import page_subjects
from coalition.notices.page_subjects import ARTICLES, depends_on
from coalition.partial_dates import cached_date
from coalition.search.queries import ends_of_parts, tested
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from piccolo.custom_types import Combinable
    from piccolo.query import Select

NEWEST = 3  # are listed under what they are about
_PUBLISHED = Article.state == ArticleState.PUBLISHED.value


class About(Struct, frozen=True):
    """What articles are about: ids of the entries of an organisation, of a forum, of a memorandum; None: anything."""

    organisations: Collection[int] | None = None
    forum: int | None = None
    memorandum: int | None = None

    @property
    def conditions(self) -> list[Combinable]:
        """The conditions on articles."""
        conditions: list[Combinable] = []
        if self.organisations is not None:
            these = among(ArticleOrganisation.organisation, self.organisations)
            conditions.append(Article.id.is_in(ArticleOrganisation.select(ArticleOrganisation.article).where(these)))
        if self.forum is not None:
            conditions.append(Article.id.is_in(ArticleForum.select(ArticleForum.article).where(ArticleForum.forum == self.forum)))
        if self.memorandum is not None:
            about = ArticleMemorandum.select(ArticleMemorandum.article).where(ArticleMemorandum.memorandum == self.memorandum)
            conditions.append(Article.id.is_in(about))
        return conditions


class Chosen(Struct, frozen=True):
    """Which articles are asked for; what is left out leaves none out. `state` is for coordinators, `language` that of a text."""

    words: str = ""
    kind: str = ""
    state: str = ""
    about: About = About()
    language: str = ""


async def by_slug(slug: str) -> Article | None:
    """Return an article's row, in any state (whoever shows it checks who may read it)."""
    return await one_row(Article, Article.slug == slug)


async def by_id(article_id: int) -> Article | None:
    """Return an article's row (for operations that were given its id)."""
    return await one_row(Article, Article.id == article_id)


async def locked(article_id: int) -> Article:
    """Return the current row, locked until the transaction ends (SQLite locks the whole file)."""
    query = Article.select(whole(Article)).where(Article.id == article_id)
    [row] = await (query.lock_rows("NO KEY UPDATE") if is_postgres() else query)
    return made_of(Article, row)


async def published_by_slug(slug: str) -> Article | None:
    """Return an article that everybody reads."""
    row = await one_row(Article, (Article.slug == slug) & _PUBLISHED)
    if row is not None:
        depends_on(page_subjects.article(row.id))
    return row


async def was_withdrawn(slug: str) -> bool:
    """Return whether an article was published once and is withdrawn."""
    return await Article.exists().where((Article.slug == slug) & (Article.state == ArticleState.WITHDRAWN.value))


async def newest_published(chosen: Chosen, *, after: str = "", limit: int) -> ArticlesPage:
    """Return a page of the articles that everybody reads, newest first; `after` is where the page before ended."""
    depends_on(ARTICLES)
    return await _page((await _conditions(chosen, Kind.PUBLIC_ARTICLE)) & _PUBLISHED, after=after, limit=limit)


async def newest(chosen: Chosen, *, after: str = "", limit: int, oldest_first: bool = False) -> ArticlesPage:
    """Return a page of articles, newest first (for coordinators)."""
    return await _page(await _conditions(chosen, Kind.ARTICLE), after=after, limit=limit, oldest_first=oldest_first)


async def _conditions(chosen: Chosen, kind: Kind) -> Combinable:
    conditions: list[Combinable] = [Article.id > 0, *chosen.about.conditions]
    if chosen.words:
        conditions.append(await tested(kind, Article.id, chosen.words))
    if chosen.kind:
        conditions.append(Article.kind == chosen.kind)
    if chosen.state:
        conditions.append(Article.state == chosen.state)
    if chosen.language:
        conditions.append(Article.id.is_in(ArticleText.select(ArticleText.article).where(ArticleText.language == chosen.language)))
    return reduce(and_, conditions)


async def _page(these: Combinable, *, after: str, limit: int, oldest_first: bool = False) -> ArticlesPage:
    query = Article.select(whole(Article)).where(these).order_by(Article.place, ascending=oldest_first).limit(limit + 1)
    if after:
        query = query.where(Article.place > after if oldest_first else Article.place < after)
    rows = await query
    return ArticlesPage(await _views(rows[:limit]), rows[limit - 1]["place"] if len(rows) > limit else "")


async def newest_about(about: About) -> ArticlesPage:
    """Return the newest articles that everybody reads about something; whoever shows that has said what its page is about."""
    if about.memorandum is not None and about == About(memorandum=about.memorandum):
        rows = await _newest_about(about.memorandum)
        return ArticlesPage(await _views(rows[:NEWEST]), rows[NEWEST - 1]["place"] if len(rows) > NEWEST else "")
    return await _page(reduce(and_, about.conditions, _PUBLISHED), after="", limit=NEWEST)


@prepared
def _newest_about(memorandum_id: int) -> Select[Article]:
    these = reduce(and_, About(memorandum=memorandum_id).conditions, _PUBLISHED)
    return Article.select(whole(Article)).where(these).order_by(Article.place, ascending=False).limit(NEWEST + 1)


async def view_of(row: Article) -> ArticleView:
    """Return an article with its bodies (whoever shows it checks who may read it)."""
    return (await _views([row.to_dict()], bodies=True))[0]


async def published_by_ids(ids: Iterable[int]) -> dict[int, ArticleView]:
    """Return those of some articles that everybody reads, by id."""
    rows = await Article.select(whole(Article)).where(among(Article.id, ids) & _PUBLISHED)
    return {view.id: view for view in await _views(rows)}


async def _views(rows: Sequence[Mapping[str, Any]], *, bodies: bool = False) -> list[ArticleView]:
    if not rows:
        return []
    ids = [row["id"] for row in rows]
    columns = (
        ArticleText.article,
        ArticleText.language,
        ArticleText.title,
        ArticleText.summary,
        ArticleText.picture_text,
        *([ArticleText.body] if bodies else []),
    )
    texts: dict[int, dict[str, ArticleTextView]] = defaultdict(dict)
    for text in await ArticleText.select(*columns).where(among(ArticleText.article, ids)).order_by(ArticleText.id):
        texts[text["article"]][text["language"]] = ArticleTextView(
            text["language"], text["title"], text["summary"], text.get("body", ""), text["picture_text"]
        )
    pictures = await pictures_of(rows)
    same = ("id", "slug", "place", "source_name", "source_url", "nobody_recognisable", "published_on", "changed_on", "changes", "picture_credit")
    return [
        ArticleView(
            kind=ArticleKind(row["kind"]),
            state=ArticleState(row["state"]),
            dated=cached_date(row["dated"]),
            texts=texts[row["id"]],
            picture=pictures.get(row["id"]),
            picture_shows_nobody=row["picture_shows_nobody"],
            **{name: row[name] for name in same},
        )
        for row in rows
    ]


# What articles are found by, and the site map


async def words_of(ids: Sequence[int], *, only_published: bool) -> dict[int, list[str]]:
    """Return what articles are found by: for coordinators with their slugs; of those that not everybody reads, nothing if only others count."""
    rows = await Article.select(Article.id, Article.slug, Article.state).where(among(Article.id, ids))
    words: dict[int, list[str]] = {row["id"]: [] if only_published else [row["slug"]] for row in rows}
    hidden = {row["id"] for row in rows if only_published and row["state"] != ArticleState.PUBLISHED}
    for text in await ArticleText.select(whole(ArticleText)).where(among(ArticleText.article, words.keys() - hidden)).order_by(ArticleText.id):
        words[text["article"]] += [text["title"], text["summary"], text["body"]]
    return words


async def published_texts(ids: Sequence[int]) -> dict[int, list[ArticleTextView]]:
    """Return the texts of those of some articles that everybody reads."""
    rows = await Article.select(whole(Article)).where(among(Article.id, ids) & _PUBLISHED)
    return {view.id: [*view.texts.values()] for view in await _views(rows, bodies=True)}


async def ids_from(after: int, limit: int) -> list[int]:
    """Return the ids of articles that follow one, for what is rebuilt for one after the other."""
    return await Article.select(Article.id).where(Article.id > after).order_by(Article.id).limit(limit).output(as_list=True)


async def number_of_articles() -> int:
    """Return how many articles there are (for checks of what is computed from them)."""
    return int(await Article.count())


async def slugs(limit: int, *, after: str = "") -> list[str]:
    """Return the slugs of articles that everybody reads and that follow one, for the site map."""
    depends_on(ARTICLES)
    return await Article.select(Article.slug).where(_PUBLISHED & (Article.slug > after)).order_by(Article.slug).limit(limit).output(as_list=True)


async def ends_of_published(size: int) -> list[str]:
    """Return the last slug of each part of the articles that everybody reads, for the site map."""
    depends_on(ARTICLES)
    return await ends_of_parts("article", f"state = '{ArticleState.PUBLISHED.value}'", size)
