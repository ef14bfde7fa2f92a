"""Health checks: is the process alive, and can it answer?"""

from litestar import Response

from coalition import database
from coalition.web.pages import PRIVATE, file
from coalition.web.routing import route

_TEXT = "text/plain"


@route("public.live.show")
async def show_live() -> Response[bytes]:
    """Answer that the process is alive."""
    return file(b"alive\n", _TEXT, cache=PRIVATE)


@route("public.ready.show")
async def show_ready() -> Response[bytes]:
    """Answer whether the database is available (503 if not)."""
    if await database.ping():
        return file(b"ready\n", _TEXT, cache=PRIVATE)
    return file(b"the database does not answer\n", _TEXT, cache=PRIVATE, status=503)
