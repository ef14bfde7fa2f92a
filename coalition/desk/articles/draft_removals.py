"""Deleting a draft of an article that was never published."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromPath

from coalition.articles.deleting_drafts import delete_draft
from coalition.articles.errors import WasPublished
from coalition.desk.articles.articles import known_article
from coalition.desk.articles.publications import subject_of
from coalition.desk.desk_pages import checked, done
from coalition.desk.final_steps import FinalStep, is_sure, record_page, try_out
from coalition.languages import Message
from coalition.web.routing import AnyRequest, route

_REMOVAL = FinalStep(
    Message("Delete the draft"),
    [
        Message("Its texts, and the consents on record for it, are deleted. Nobody but coordinators ever read it."),
        Message("Its address name becomes free."),
    ],
    Message("It cannot be brought back. That it was deleted, by whom and when, stays on record."),
    Message("Delete it"),
)


@route("desk.article.remove")
async def remove_draft(request: AnyRequest, article: FromPath[str]) -> Response[bytes]:
    """Delete a draft; a page asks first. What was published once stays, and the page of the article says so."""
    row, given = await known_article(article), await checked(request)
    try:
        if not is_sure(given):
            await try_out(lambda: delete_draft(row))
            return record_page(request, await subject_of(request, row), _REMOVAL, given)
        await delete_draft(row)
    except WasPublished:
        return done(request, "desk.article.edit", "article_stays", article=row.slug)
    return done(request, "desk.articles.list", "removed")
