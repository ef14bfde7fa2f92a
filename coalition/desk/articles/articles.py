"""Articles: the list, writing one, and changing it; a change that everybody will read is shown first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.approvals import changing
from coalition.approvals.errors import AlreadyAsked, NobodyToApprove
from coalition.articles import queries
from coalition.articles.errors import ArticleSlugTaken
from coalition.articles.forms import ArticleForm
from coalition.articles.linked_record_queries import linked_slugs, public_article
from coalition.articles.views import base_of_article
from coalition.articles.writing_articles import change_article, write_article
from coalition.desk import rows
from coalition.desk.approvals.approvals import code_of
from coalition.desk.articles.article_previews import Shown, all_languages
from coalition.desk.articles.article_refusals import REFUSALS, RULES
from coalition.desk.articles.typed_links import LINKS, with_links, with_spare
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page, person_of
from coalition.desk.paging import PAGE, asked_in
from coalition.desk.public_previews import Preview, preview_of
from coalition.desk.refusals import refusal
from coalition.desk.saved_meanwhile import MARK, both_versions, with_mark
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.saved_states import SavedMeanwhile
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.articles.tables import Article
    from coalition.articles.views import ArticleView, LinkedSlugs

_LIST, _NEW, _EDIT = "desk/articles/list.html", "desk/articles/new.html", "desk/articles/edit.html"
_BLANK = {"language": "", "title": "", "summary": "", "body": ""}
_TAKEN = InvalidForm({"slug": Message("This address name is taken by another article.")})


@route("desk.articles.list")
async def list_articles(request: AnyRequest) -> Response[bytes]:
    """List a page of the articles, or of those that words and filters find, newest or oldest first."""
    asked = asked_in(request, "kind", "state", sorts=("oldest",))
    chosen = queries.Chosen(asked.q, asked.chosen("kind"), asked.chosen("state"))
    async with database.reading():
        page = await queries.newest(chosen, after=asked.after, limit=PAGE, oldest_first=asked.sort == "oldest")
    return desk_page(request, _LIST, section="articles", asked=asked, articles=page.articles, more=page.after)


@route("desk.article.new")
async def new_article(request: AnyRequest) -> Response[bytes]:
    """Show the form for a new article."""
    return desk_page(request, _NEW, **_form({"kind": "news"}))


@route("desk.article.create")
async def create_article(request: AnyRequest) -> Response[bytes]:
    """Write an article, which only coordinators read."""
    given = await _given(request)
    if rows.wants_more(given):
        return desk_page(request, _NEW, **_form(given))
    try:
        row = await _written(await _parsed(given))
    except InvalidForm as problems:
        return invalid_page(request, _NEW, problems, **_form(given))
    return done(request, "desk.article.edit", "created", article=row.slug)


async def _written(form: ArticleForm) -> Article:
    try:
        return await write_article(form)
    except ArticleSlugTaken:
        raise _TAKEN from None


@route("desk.article.edit")
async def edit_article(request: AnyRequest, article: FromPath[str]) -> Response[bytes]:
    """Show what an article says and what it is about."""
    return desk_page(request, _EDIT, **await _record(await known_article(article)))


@route("desk.article.update")
async def update_article(request: AnyRequest, article: FromPath[str]) -> Response[bytes]:
    """Change an article; of a published one the person first sees what everybody will read."""
    row, given = await known_article(article), await _given(request)
    record = await _record(row)
    typed = record | _form(given)
    if rows.wants_more(given):
        return desk_page(request, _EDIT, **typed)
    return await _update(request, row, given, record)


async def _update(request: AnyRequest, row: Article, given: dict[str, Any], record: Mapping[str, Any]) -> Response[bytes]:
    typed = {**record, **_form(given)}
    try:
        form = await _parsed(
            _with_picture(given | {"slug": row.slug}, record["article"]), {slug for field in LINKS for slug in record["values"][field]}
        )
        base = str(given.get(MARK, ""))
        if preview := await preview_of_change(row, form, base, given):
            return desk_page(request, _EDIT, **typed | {"preview": preview, "languages": await all_languages(preview.public.article)})
        made = await changing.change(row, form, base, person_of(request))
    except SavedMeanwhile:
        return desk_page(request, _EDIT, **typed | both_versions(request, given, record["values"]) | _form({**given, MARK: record["values"][MARK]}))
    except (InvalidForm, AlreadyAsked, NobodyToApprove, *RULES) as problem:
        return desk_page(request, _EDIT, **typed, **refusal(request, problem, REFUSALS))
    return done(request, "desk.article.edit", code_of(made, "saved"), article=row.slug)


def _with_picture(given: Mapping[str, Any], saved: ArticleView) -> dict[str, Any]:
    """Return what was typed with what is saved of the picture, which has a page of its own."""
    said = {code: text.picture_text for code, text in saved.texts.items()}
    texts = [row | {"picture_text": said.get(str(row.get("language", "")), "")} for row in rows.filled(given, "texts")]
    picture = {"picture": saved.picture.digest if saved.picture else "", "picture_credit": saved.picture_credit}
    return {**given, **picture, "picture_shows_nobody": "yes" if saved.picture_shows_nobody else "", "texts": texts}


async def preview_of_change(row: Article, form: ArticleForm, base: str, given: Mapping[str, Any]) -> Preview | None:
    """Return what everybody will read of an article after a change; None if nothing is published, or the person has seen exactly this."""

    async def read() -> tuple[Shown | None, None]:
        now = await queries.published_by_slug(row.slug)
        return (Shown(await public_article(now)) if now else None), None

    return await preview_of(given, partial(change_article, row, form, base, approved=True), read)


async def known_article(slug: str) -> Article:
    """Return an article.

    Raises:
        NotFoundException: there is none.

    """
    row = await queries.by_slug(slug)
    if row is None:
        raise NotFoundException
    return row


async def _given(request: AnyRequest) -> dict[str, Any]:
    return await checked(request, lists=LINKS)


async def _parsed(given: Mapping[str, Any], saved: set[str] | None = None) -> ArticleForm:
    source = {"name": given.get("source_name", ""), "url": given.get("source_url", "")}
    problems: dict[str, Message] = {}
    try:
        linked = await with_links(given, saved or ())
    except InvalidForm as unknown:
        problems, linked = unknown.problems, {**given, **{field: [] for field in LINKS}}
    try:
        form = ArticleForm.parse(linked | {"source": source}, ignore_unknown=True)
    except InvalidForm as wrong:
        names = {"source/name": "source_name", "source/url": "source_url"}
        raise InvalidForm(problems | {names.get(field, field): said for field, said in wrong.problems.items()}) from None
    if problems:
        raise InvalidForm(problems)
    return form


async def _record(row: Article) -> dict[str, Any]:
    async with database.reading():
        view, slugs = await queries.view_of(row), await linked_slugs(row.id)
    values = with_mark(_values_of(view, slugs), base_of_article(view, slugs))
    return {"article": view, "languages": ()} | _form(values)


def _values_of(view: ArticleView, slugs: LinkedSlugs) -> dict[str, Any]:
    texts = [{"language": text.language, "title": text.title, "summary": text.summary, "body": text.body} for text in view.texts.values()]
    values: dict[str, Any] = {"kind": view.kind.value, "on": str(view.dated), "source_name": view.source_name, "source_url": view.source_url}
    values |= {"nobody_recognisable": "yes" if view.nobody_recognisable else "", "texts": texts}
    return values | {"organisations": [*slugs.organisations], "forums": [*slugs.forums], "memoranda": [*slugs.memoranda]}


def _form(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"section": "articles", "values": rows.padded(with_spare(values), "texts", _BLANK)}
