"""Publishing an article once the person has seen it as everybody will read it, and withdrawing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.approvals import changing
from coalition.approvals.errors import AlreadyAsked, NobodyToApprove
from coalition.articles.errors import NotPublished
from coalition.articles.linked_record_queries import base_of_row, needs_care, public_article
from coalition.articles.publishing_articles import withdraw_article
from coalition.desk.approvals.approvals import code_of
from coalition.desk.articles.article_previews import all_languages
from coalition.desk.articles.article_refusals import REFUSALS, RULES
from coalition.desk.articles.articles import known_article
from coalition.desk.desk_pages import checked, desk_page, done, person_of
from coalition.desk.final_steps import FinalStep, Subject, is_sure, record_page, refusal_of_tick, try_out
from coalition.desk.refusals import refusal
from coalition.languages import Message
from coalition.saved_states import SavedMeanwhile
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.articles.tables import Article

_PUBLISHING = FinalStep(
    Message("Publish the article"),
    [
        Message("Everybody will read what stands below, in each language, exactly as it stands here."),
        Message("What it is about is shown only as far as everybody may know of it."),
    ],
    Message("It can be withdrawn, but what was once public cannot be made unread."),
    Message("Publish it"),
)
_WITHDRAWAL = FinalStep(
    Message("Withdraw the article from the public"),
    [
        Message("Its page says only that it was withdrawn. Lists, feeds and the search do not show it any more."),
        Message("It stays here, and can be published again."),
    ],
    Message("Who read it before may have a copy."),
    Message("Withdraw it"),
)
_CHANGED = Message("Somebody changed the article after you read it. Nothing is published: look at it once more.")


@route("desk.article_publication.new")
async def new_publication(request: AnyRequest, article: FromPath[str]) -> Response[bytes]:
    """Show an article as everybody will read it, in each language of the interface."""
    return await _page(request, await known_article(article))


@route("desk.article_publication.create")
async def create_publication(request: AnyRequest, article: FromPath[str]) -> Response[bytes]:
    """Publish an article as it was shown."""
    row, given = await known_article(article), await checked(request)
    if not is_sure(given):
        return await _page(request, row, **refusal_of_tick(request, given | {"asked": "yes"}))
    try:
        made = await changing.publish(row, str(given.get("base", "")) or "-", person_of(request))
    except SavedMeanwhile as problem:
        return await _page(request, row, **refusal(request, problem, {SavedMeanwhile: _CHANGED}))
    except (AlreadyAsked, NobodyToApprove, *RULES) as problem:
        return await _page(request, row, **refusal(request, problem, REFUSALS))
    return done(request, "desk.article.edit", code_of(made, "article_published"), article=row.slug)


async def _page(request: AnyRequest, row: Article, **context: Any) -> Response[bytes]:
    async with database.reading():
        shown, base, two = await public_article(row), await base_of_row(row), await needs_care(row.id)
    languages = await all_languages(shown)
    facts: dict[str, Any] = {"section": "articles", "article": shown.view, "languages": languages, "step": _PUBLISHING, "needs_two": two}
    address = url_for("desk.article_publication.create", lang=language_of(request), article=row.slug)
    return desk_page(request, "desk/articles/publish.html", **facts, address=address, typed=[("base", base)], **context)


@route("desk.article_publication.remove")
async def remove_publication(request: AnyRequest, article: FromPath[str]) -> Response[bytes]:
    """Withdraw an article from the public; a page asks first."""
    row, given = await known_article(article), await checked(request)
    try:
        if not is_sure(given):
            await try_out(lambda: withdraw_article(row))
            return record_page(request, await subject_of(request, row), _WITHDRAWAL, given)
        await withdraw_article(row)
    except NotPublished:
        return done(request, "desk.article.edit", "article_withdrawn", article=row.slug)
    return done(request, "desk.article.edit", "article_withdrawn", article=row.slug)


async def subject_of(request: AnyRequest, row: Article) -> Subject:
    """Return what a page that asks before something names, and the page to go back to."""
    language = language_of(request)
    async with database.reading():
        text = (await public_article(row)).view.text(language)
    return Subject(text.language, text.title, "articles", url_for("desk.article.edit", lang=language, article=row.slug))
