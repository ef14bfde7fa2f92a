"""The picture of an article: choosing it, what it shows in words, and taking it out; what everybody will see is shown first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.approvals import changing
from coalition.approvals.errors import AlreadyAsked, NobodyToApprove
from coalition.articles import queries
from coalition.articles.forms import ArticleChange
from coalition.articles.linked_record_queries import linked_slugs
from coalition.articles.picture_queries import picture_file, picture_of
from coalition.articles.storing_pictures import store_picture
from coalition.articles.views import base_of_article
from coalition.articles.writing_articles import form_with
from coalition.cleaned_pictures import LARGEST_PICTURE, MEDIA_TYPE, UnreadablePicture, cleaned
from coalition.desk.approvals.approvals import code_of
from coalition.desk.articles.article_previews import all_languages
from coalition.desk.articles.article_refusals import REFUSALS, RULES
from coalition.desk.articles.articles import known_article, preview_of_change
from coalition.desk.desk_pages import checked, desk_page, done, person_of
from coalition.desk.refusals import refusal
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.saved_states import SavedMeanwhile
from coalition.web import pages
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.articles.forms import ArticleForm
    from coalition.articles.tables import Article

_PAGE = "desk/articles/picture.html"
_WITH_FORM = LARGEST_PICTURE + 256 * 1024
_CHANGED = Message("Somebody changed the article after you read it. Nothing is saved: look at it once more.")


@route("desk.article_picture.edit")
async def edit_picture(request: AnyRequest, article: FromPath[str]) -> Response[bytes]:
    """Show the picture of an article, and what is said of it."""
    return desk_page(request, _PAGE, **await _record(await known_article(article)))


@route("desk.article_picture.update", largest_body=_WITH_FORM)
async def update_picture(request: AnyRequest, article: FromPath[str]) -> Response[bytes]:
    """Choose a picture, say what it shows, or take it out; of a published article the person first sees what everybody will see."""
    row, given = await known_article(article), await checked(request)
    record = await _record(row)
    try:
        digest = await _chosen(row, given)
    except UnreadablePicture as problem:
        typed = await _typed(row, record, given, str(given.get("picture", "")))
        return desk_page(request, _PAGE, **typed, **refusal(request, InvalidForm({"file": problem.message}), REFUSALS))
    return await _update(request, row, given, await _typed(row, record, given, digest))


async def _update(request: AnyRequest, row: Article, given: Mapping[str, Any], typed: Mapping[str, Any]) -> Response[bytes]:
    values = typed["values"]
    try:
        form, base = await _form(row, values), str(values["base"])
        if preview := await preview_of_change(row, form, base, given):
            return desk_page(request, _PAGE, **{**typed, "preview": preview, "languages": await all_languages(preview.public.article)})
        made = await changing.change(row, form, base, person_of(request))
    except SavedMeanwhile as problem:
        return desk_page(request, _PAGE, **typed, **refusal(request, problem, {SavedMeanwhile: _CHANGED}))
    except (InvalidForm, AlreadyAsked, NobodyToApprove, *RULES) as problem:
        return desk_page(request, _PAGE, **typed, **refusal(request, problem, REFUSALS))
    return done(request, "desk.article_picture.edit", code_of(made, "saved"), article=row.slug)


@route("desk.article_picture.show")
async def show_picture(article: FromPath[str], picture: FromPath[str]) -> Response[bytes]:
    """Send a picture that is stored for an article, shown to everybody or not."""
    async with database.reading():
        content = await picture_file(await known_article(article), picture)
    if content is None:
        raise NotFoundException
    return pages.file(content, MEDIA_TYPE, cache=pages.PRIVATE)


async def _chosen(row: Article, given: Mapping[str, Any]) -> str:
    """Return the digest of the picture: of the file that was chosen, which is stored, else of the one before; "" if it is taken out.

    Raises:
        UnreadablePicture: the file is no picture that can be taken.

    """
    upload = given.get("file")
    if isinstance(upload, UploadFile) and upload.filename:
        return (await store_picture(row, await cleaned(await upload.read(LARGEST_PICTURE + 1)))).digest
    return "" if given.get("without") == "yes" else str(given.get("picture", ""))


async def _form(row: Article, values: Mapping[str, Any]) -> ArticleForm:
    """Return the form of the whole article with what is said of its picture; without a picture nothing is.

    Raises:
        InvalidForm: something of it is not valid.

    """
    digest = values["picture"]
    said = {"picture": digest, "picture_credit": values["picture_credit"] if digest else "", "picture_shows_nobody": values["picture_shows_nobody"]}
    form = await form_with(row, ArticleChange())
    texts = [text.model_dump(mode="json") | {"picture_text": values["texts"].get(text.language, "") if digest else ""} for text in form.texts]
    return type(form).parse(form.model_dump(mode="json") | said | {"texts": texts})


async def _record(row: Article) -> dict[str, Any]:
    async with database.reading():
        view, slugs = await queries.view_of(row), await linked_slugs(row.id)
    values: dict[str, Any] = {"picture": view.picture.digest if view.picture else "", "picture_credit": view.picture_credit}
    values |= {"picture_shows_nobody": "yes" if view.picture_shows_nobody else "", "base": base_of_article(view, slugs)}
    values["texts"] = {text.language: text.picture_text for text in view.texts.values()}
    return {"section": "articles", "article": view, "picture": view.picture, "languages": (), "values": values}


async def _typed(row: Article, record: Mapping[str, Any], given: Mapping[str, Any], digest: str) -> dict[str, Any]:
    """Return the context of the page with what was typed, and the picture that was chosen."""
    values = {name: str(given.get(name, "")) for name in ("picture_credit", "picture_shows_nobody", "base")}
    texts = {code: str(given.get(f"text-{code}", said)) for code, said in record["values"]["texts"].items()}
    picture = await picture_of(row.id, digest)
    return {**record, "picture": picture, "values": {**values, "picture": picture.digest if picture else "", "texts": texts}}
