"""A picture for an article, as a program sends it."""

from __future__ import annotations

from litestar import Response
from litestar.exceptions import InternalServerException
from litestar.params import FromPath

from coalition.addresses import url_for
from coalition.api.answering import created
from coalition.api.articles import views
from coalition.api.articles.articles import known_article
from coalition.api.idempotency import once
from coalition.api.problems import MALFORMED, Refused
from coalition.articles.storing_pictures import store_picture
from coalition.cleaned_pictures import LARGEST_PICTURE, UnreadablePicture, cleaned
from coalition.fields import InvalidForm
from coalition.web.routing import AnyRequest, route


@route("api.article_picture.create", status=201, largest_body=LARGEST_PICTURE)
async def create_picture(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Store a picture for an article; nobody else sees it before the article names it and is published."""
    row = await known_article(slug)
    try:
        picture = await cleaned(await request.body())
    except InternalServerException:  # the client has left
        raise Refused(MALFORMED) from None
    except UnreadablePicture as problem:
        raise InvalidForm({"": problem.message}) from None

    async def act() -> Response[bytes]:
        return created(views.stored_picture(await store_picture(row, picture)), url_for("api.article.show", slug=slug))

    return await once(request, act)
