"""Articles: everybody reads those that are published; coordinators read, write, change, publish and withdraw all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.api.answering import accepted, changed, created, link_to_next, ok
from coalition.api.articles import models, views
from coalition.api.articles.forms import ArticlePublication, PartOfArticles
from coalition.api.bearer_tokens import acting_coordinator, checked_slug, readable_memorandum, viewer_of
from coalition.api.bodies import posted, queried
from coalition.api.idempotency import carry_out, once
from coalition.api.problems import WITHDRAWN, Refused
from coalition.approvals import changing
from coalition.approvals.made import Made
from coalition.articles import queries
from coalition.articles.deleting_drafts import delete_draft
from coalition.articles.forms import ArticleChange, ArticleForm
from coalition.articles.publishing_articles import withdraw_article
from coalition.articles.queries import Chosen
from coalition.articles.subject_queries import about
from coalition.articles.writing_articles import form_with, write_article
from coalition.organisations.visible_queries import Viewer
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.articles.tables import Article


@route("api.articles.list")
async def list_articles(request: AnyRequest) -> Response[bytes]:
    """List articles, newest first."""
    asked = queried(request, PartOfArticles)
    read = queries.newest if viewer_of(request) is Viewer.COORDINATOR else queries.newest_published
    async with database.reading():
        page = await read(await _chosen(request, asked), after=asked.after, limit=asked.limit)
    following = page.after or None
    shown = models.ArticlePage(items=[views.in_list(view) for view in page.articles], next=following)
    given = {name: value or None for name, value in asked.model_dump(mode="json", exclude={"after"}).items()}
    return ok(request, shown, headers=link_to_next("api.articles.list", following, **given))


async def _chosen(request: AnyRequest, asked: PartOfArticles) -> Chosen:
    memorandum = (await readable_memorandum(request, asked.memorandum)).id if asked.memorandum else None
    these = await about(viewer_of(request), organisation=asked.organisation or "", forum=asked.forum or "", memorandum=memorandum)
    if these is None:
        raise NotFoundException
    return Chosen(asked.q, asked.kind or "", asked.state or "", these, asked.language or "")


@route("api.article.show")
async def show_article(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Show an article."""
    viewer = viewer_of(request)
    async with database.reading():
        row = await (queries.by_slug if viewer is Viewer.COORDINATOR else queries.published_by_slug)(checked_slug(slug))
        if row is None:
            raise Refused(WITHDRAWN) if await queries.was_withdrawn(slug) else NotFoundException
        return ok(request, await views.article(row, viewer))


@route("api.article.create", status=201)
async def create_article(request: AnyRequest) -> Response[bytes]:
    """Write an article, which only coordinators read until it is published."""
    form = await posted(request, ArticleForm)

    async def act() -> Response[bytes]:
        row = await write_article(form)
        return created(await views.article(row, Viewer.COORDINATOR), url_for("api.article.show", slug=row.slug))

    return await once(request, act)


@route("api.article.update")
async def update_article(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Change an article; everybody reads the change of a published one, or another coordinator is asked to agree."""
    form = await posted(request, ArticleChange)

    async def act() -> Response[bytes]:
        row = await known_article(slug)
        whole = await form_with(row, form)
        return await _answer(row, await changing.change(row, whole, form.base or "", await acting_coordinator(request)), posting=False)

    return await carry_out(act)


@route("api.article.remove")
async def delete_article(slug: FromPath[str]) -> Response[bytes]:
    """Delete a draft that was never published, and answer with what it was."""

    async def act() -> Response[bytes]:
        row = await known_article(slug)
        shown = await views.article(row, Viewer.COORDINATOR)
        await delete_draft(row)
        return changed(shown)

    return await carry_out(act)


@route("api.article.publish", status=201)
async def publish_article(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Publish an article as it was read, or ask another coordinator to agree."""
    form = await posted(request, ArticlePublication)

    async def act() -> Response[bytes]:
        row = await known_article(slug)
        return await _answer(row, await changing.publish(row, form.base, await acting_coordinator(request)))

    return await once(request, act)


@route("api.article.withdraw", status=201)
async def withdraw(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Withdraw an article from the public."""

    async def act() -> Response[bytes]:
        row = await known_article(slug)
        await withdraw_article(row)
        return await _answer(row, Made.AT_ONCE)

    return await once(request, act)


async def _answer(row: Article, made: Made, *, posting: bool = True) -> Response[bytes]:
    if made is Made.ASKED:
        return accepted(models.ChangedArticle(made=made.value, article=None))
    shown = await views.article(await known_article(row.slug), Viewer.COORDINATOR)
    answer = models.ChangedArticle(made=made.value, article=shown)
    return created(answer, url_for("api.article.show", slug=row.slug)) if posting else changed(answer)


async def known_article(slug: str) -> Article:
    """Return an article in any state.

    Raises:
        NotFoundException: there is none.

    """
    row = await queries.by_slug(checked_slug(slug))
    if row is None:
        raise NotFoundException
    return row
