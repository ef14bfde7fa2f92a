"""The host on pages that everybody may open: it is read once for each page and named at its foot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.database import Unavailable
from coalition.host import queries
from coalition.notices.page_subjects import HOST, depends_on
from coalition.settings import load
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

    from coalition.host.descriptions import Described

_UNREAD = "unread"


async def read_host(request: AnyRequest) -> None:
    """Read the host before the handler of a page; other files name nobody, and a page without names is answered while the database is away."""
    if request.url.path.split("/")[1] in load().languages:
        depends_on(HOST)
        try:
            request.scope["state"]["host"] = await queries.described()
        except Unavailable:
            request.scope["state"]["host"] = _UNREAD


def host_of(request: ASGIConnection[Any, Any, Any, Any]) -> Described | None:
    """Return the host that was read for a page; None for the desk, and where it was not filled in."""
    host = request.scope["state"].get("host")
    return None if host == _UNREAD else host or None


def is_unread(request: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Whether the host of a page could not be read, so that no cache may hold the page."""
    return request.scope["state"].get("host") == _UNREAD
