"""A picture for an article, as a program sends it."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromPath

from coalition.addresses import url_for
from coalition.api.answering import created
from coalition.api.articles import views
from coalition.api.articles.articles import known_article
from coalition.api.bodies import picture_in
from coalition.api.idempotency import once
from coalition.articles.storing_pictures import store_picture
from coalition.cleaned_pictures import LARGEST_PICTURE
from coalition.web.routing import AnyRequest, route


@route("api.article_picture.create", status=201, largest_body=LARGEST_PICTURE)
async def create_picture(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Store a picture for an article; nobody else sees it before the article names it and is published."""
    row = await known_article(slug)
    picture = await picture_in(request)

    async def act() -> Response[bytes]:
        return created(views.stored_picture(await store_picture(row, picture)), url_for("api.article.show", slug=slug))

    return await once(request, act)
