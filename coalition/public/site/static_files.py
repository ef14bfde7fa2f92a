"""Style sheets and pictures; their names contain a hash of the content, so that browsers may cache them for ever."""

import mimetypes
from functools import cache

from litestar import Response
from litestar.params import FromPath

from coalition import resources
from coalition.notices.page_subjects import SITE, depends_on
from coalition.public.loading import existing
from coalition.rendering import static_name
from coalition.web import pages
from coalition.web.routing import route

FOR_EVER = "public, max-age=31536000, immutable"


@cache
def static_files() -> dict[str, tuple[bytes, str]]:
    """Return (content, media type) by name."""
    paths = [path for path in resources.STATIC.iterdir() if path.is_file()]
    return {static_name(path.name): (path.read_bytes(), mimetypes.guess_type(path.name)[0] or "application/octet-stream") for path in paths}


@route("public.static.show")
async def show_static(file: FromPath[str]) -> Response[bytes]:
    """Send a file; an unknown name is not found."""
    depends_on(SITE)
    content, media_type = existing(static_files().get(file))
    return pages.file(content, media_type, cache=FOR_EVER)
