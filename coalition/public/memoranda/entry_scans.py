"""The scan of an entry of a timeline, in two sizes, as long as everybody reads the entry."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromPath

from coalition import database
from coalition.cleaned_pictures import MEDIA_TYPE
from coalition.deliveries.scan_queries import public_scan_file
from coalition.public.loading import existing
from coalition.web import pages
from coalition.web.routing import route


@route("public.entry_scan.show")
async def show_scan(entry: FromPath[str], picture: FromPath[str]) -> Response[bytes]:
    """Send a scan; caches ask each time whether everybody may still see it."""
    async with database.reading():
        content = existing(await public_scan_file(entry, picture))
    return pages.file(content, MEDIA_TYPE)
