"""What every handler needs: the type of a request, and its path and method from the table of addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.types import Empty

from coalition.addresses import ROUTES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from litestar.types import Dependencies

AnyRequest = Request[Any, Any, Any]  # Litestar's user, credentials and state are not used

_PLACE = re.compile(r"{(\w+)}")


def route(
    name: str, *, status: int = 200, dependencies: Dependencies | None = None, opt: Mapping[str, Any] | None = None, largest_body: int | None = None
) -> HTTPRouteHandler:
    """Return the decorator that makes a function the handler of a row of `ROUTES`; a handler of GET responds to HEAD too.

    `largest_body` is the number of bytes that a body may have, if it is another one than that of the router.
    """
    row = ROUTES[name]
    methods = ["GET", "HEAD"] if row.method == "GET" else [row.method]
    return HTTPRouteHandler(
        _PLACE.sub(r"{\1:str}", row.path),
        http_method=methods,  # type: ignore[arg-type]  # the table holds HTTP methods only
        name=name,
        status_code=status,
        dependencies=dependencies,
        opt=dict(opt or {}),
        request_max_body_size=largest_body if largest_body is not None else Empty,
        include_in_schema=name.startswith("api."),
    )
