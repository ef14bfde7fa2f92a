"""What every handler needs: the type of a request, and its path and method from the table of addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from litestar import Request
from litestar.handlers import HTTPRouteHandler

from coalition.addresses import ROUTES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from litestar.types import Dependencies

AnyRequest = Request[Any, Any, Any]  # Litestar's user, credentials and state are not used

_PLACE = re.compile(r"{(\w+)}")


def route(name: str, *, status: int = 200, dependencies: Dependencies | None = None, opt: Mapping[str, Any] | None = None) -> HTTPRouteHandler:
    """Return the decorator that makes a function the handler of a row of `ROUTES`; a handler of GET responds to HEAD too."""
    row = ROUTES[name]
    methods = ["GET", "HEAD"] if row.method == "GET" else [row.method]
    return HTTPRouteHandler(
        _PLACE.sub(r"{\1:str}", row.path),
        http_method=methods,  # type: ignore[arg-type]  # the table holds HTTP methods only
        name=name,
        status_code=status,
        dependencies=dependencies,
        opt=dict(opt or {}),
        include_in_schema=name.startswith("api."),
    )
