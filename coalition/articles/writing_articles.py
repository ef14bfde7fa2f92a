"""Writing articles and changing them; what everybody reads of a published one changes at once, with the day of the change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from coalition import clock, trail
from coalition.articles import queries
from coalition.articles.errors import ArticleSlugTaken
from coalition.articles.forms import ArticleForm
from coalition.articles.linked_record_queries import base_of_row, forum_ids, linked_slugs, memorandum_ids, needs_care
from coalition.articles.picture_queries import picture_of
from coalition.articles.publication_rules import check_publication
from coalition.articles.searched_articles import let_article_be_found
from coalition.articles.storing_pictures import forget_other_pictures
from coalition.articles.tables import Article, ArticleForum, ArticleMemorandum, ArticleOrganisation, ArticleState, ArticleText
from coalition.database import Duplicate, put, put_rows, transaction
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.notices.issuing import pages_change
from coalition.organisations import queries as organisations
from coalition.saved_states import check_base
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.articles.forms import ArticleChange


class _Links(NamedTuple):
    """What an article is about, of one sort: the table of its links and their column, the field of the form, and the ids by slug."""

    table: type[ArticleOrganisation | ArticleForum | ArticleMemorandum]
    column: str
    field: str
    known: Mapping[str, int]


async def write_article(form: ArticleForm) -> Article:
    """Add an article, which only coordinators read until it is published.

    Raises:
        ArticleSlugTaken: another article has the slug.
        InvalidForm: an organisation, a forum, a memorandum or the picture does not exist, or not everybody may read the memorandum.

    """
    now = clock.now()
    try:
        async with transaction():
            row = await put(Article, slug=form.slug, **_columns(form), created_at=now, updated_at=now)
            await _write_details(row.id, form)
            await let_article_be_found(row.id)
            await trail.record(TrailAct.ARTICLE_WRITTEN, f"article:{row.id}")
    except Duplicate as duplicate:
        raise ArticleSlugTaken from duplicate
    return row


async def change_article(article: Article, form: ArticleForm, base: str = "", *, approved: bool = False) -> None:
    """Replace what an article says; the slug stays. Of a published one everybody reads on which day it was changed.

    `base` is the digest of what the person read.

    Raises:
        SavedMeanwhile: somebody else changed it after the person read it.
        ArticleRule: it is published, and could not be published like this, or not by one person.
        InvalidForm: as `write_article`.

    """
    async with transaction():
        row = await queries.locked(article.id)
        before, was_about_protected = await base_of_row(row), await needs_care(row.id)
        check_base(base, before)
        await Article.update(**_columns(form, row.slug), updated_at=clock.now()).where(Article.id == row.id)
        await _write_details(row.id, form)
        after = await queries.locked(row.id)
        if await base_of_row(after) == before:
            return  # the same words change nothing
        await forget_other_pictures(row.id, form.picture)
        await let_article_be_found(row.id)
        await trail.record(TrailAct.ARTICLE_CHANGED, f"article:{row.id}")
        if row.state == ArticleState.PUBLISHED:
            await check_publication(after, approved=approved, care=was_about_protected)
            await Article.update({Article.changed_on: clock.today(), Article.changes: row.changes + 1}).where(Article.id == row.id)
            await pages_change()


async def form_with(article: Article, change: ArticleChange) -> ArticleForm:
    """Return an article as its form would be filled in, with some fields changed."""
    view, slugs = await queries.view_of(article), await linked_slugs(article.id)
    texts = [
        {"language": text.language, "title": text.title, "summary": text.summary, "body": text.body, "picture_text": text.picture_text}
        for text in view.texts.values()
    ]
    saved = {"slug": view.slug, "kind": view.kind, "on": str(view.dated), "nobody_recognisable": view.nobody_recognisable, "texts": texts}
    saved |= {"source": {"name": view.source_name, "url": view.source_url}}
    saved |= {"picture": view.picture.digest if view.picture else "", "picture_credit": view.picture_credit}
    saved |= {"picture_shows_nobody": view.picture_shows_nobody}
    saved |= {"organisations": [*slugs.organisations], "forums": [*slugs.forums], "memoranda": [*slugs.memoranda]}
    given = change.model_dump(mode="json", exclude_unset=True, exclude={"base"})
    return ArticleForm.parse(saved | {name: value for name, value in given.items() if value is not None})


def _columns(form: ArticleForm, slug: str = "") -> dict[str, Any]:
    return {
        "kind": form.kind.value,
        "dated": form.on,
        "place": f"{form.on}/{slug or form.slug}",
        "source_name": form.source.name,
        "source_url": form.source.url or "",
        "nobody_recognisable": form.nobody_recognisable,
        "picture": form.picture,
        "picture_credit": form.picture_credit,
        "picture_shows_nobody": form.picture_shows_nobody,
    }


async def _write_details(article_id: int, form: ArticleForm) -> None:
    """Replace the texts of an article and what it is about, inside the caller's transaction."""
    links = [
        _Links(ArticleOrganisation, "organisation", "organisations", await organisations.ids_by_slug(form.organisations)),
        _Links(ArticleForum, "forum", "forums", await forum_ids(form.forums)),
        _Links(ArticleMemorandum, "memorandum", "memoranda", await memorandum_ids(article_id, form.memoranda)),
    ]
    problems = {f"{each.field}/{at}": problem for each in links for at, problem in _unknown(each, getattr(form, each.field))}
    if form.picture and await picture_of(article_id, form.picture) is None:
        problems["picture"] = Message("This picture is not stored for the article. Choose it once more.")
    if problems:
        raise InvalidForm(problems)
    for each in links:
        await each.table.delete().where(each.table.article == article_id)
        ids = dict.fromkeys(each.known[slug] for slug in getattr(form, each.field))
        await put_rows(each.table, [{"article": article_id, each.column: number} for number in ids])
    await ArticleText.delete().where(ArticleText.article == article_id)
    await put_rows(ArticleText, [{"article": article_id} | text.model_dump(mode="json") for text in form.texts])


def _unknown(links: _Links, slugs: Sequence[str]) -> list[tuple[int, Message]]:
    return [(at, _sentence(links.field, slug)) for at, slug in enumerate(slugs) if slug not in links.known]


def _sentence(field: str, slug: str) -> Message:
    if field == "organisations":
        return Message("No organisation with the address name {slug} is in the register.", slug=slug)
    if field == "forums":
        return Message("There is no forum with the address name {slug}.", slug=slug)
    return Message("There is no public memorandum with the address name {slug}.", slug=slug)
