"""Whether the process lives, and whether it can answer."""

from litestar import Response

from coalition import database
from coalition.web.pages import PRIVATE, file
from coalition.web.routing import route

_TEXT = "text/plain"


@route("public.live.show")
async def show_live() -> Response[bytes]:
    """Say that the process lives."""
    return file(b"alive\n", _TEXT, cache=PRIVATE)


@route("public.ready.show")
async def show_ready() -> Response[bytes]:
    """Say whether the database answers (503 when not)."""
    if await database.ping():
        return file(b"ready\n", _TEXT, cache=PRIVATE)
    return file(b"the database does not answer\n", _TEXT, cache=PRIVATE, status=503)
