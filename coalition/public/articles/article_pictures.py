"""The picture of an article, in two sizes, as long as everybody reads the article."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromPath

from coalition import database
from coalition.articles.picture_queries import public_picture_file
from coalition.cleaned_pictures import MEDIA_TYPE
from coalition.public.loading import existing
from coalition.web import pages
from coalition.web.routing import route


@route("public.article_picture.show")
async def show_picture(article: FromPath[str], picture: FromPath[str]) -> Response[bytes]:
    """Send a picture; caches ask each time whether everybody may still see it."""
    async with database.reading():
        content = existing(await public_picture_file(article, picture))
    return pages.file(content, MEDIA_TYPE)
