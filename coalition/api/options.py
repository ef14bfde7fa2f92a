"""Responses to OPTIONS: the methods that an address accepts."""

from __future__ import annotations

import re

from litestar import Response
from litestar.handlers import HTTPRouteHandler

from coalition.addresses import ROUTES
from coalition.web.pages import PRIVATE

_PLACE = re.compile(r"{(\w+)}")


def options_handlers() -> list[HTTPRouteHandler]:
    """Return an OPTIONS handler for every path of the API. They come first: the framework's own list one handler's methods only."""
    return [_handler(path) for path in dict.fromkeys(row.path for name, row in ROUTES.items() if name.startswith("api."))]


def _handler(path: str) -> HTTPRouteHandler:
    methods = {row.method for row in ROUTES.values() if row.path == path} | {"OPTIONS"}
    allow = ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))

    async def show_options() -> Response[None]:
        return Response(None, status_code=204, headers={"Allow": allow, "Cache-Control": PRIVATE})

    return HTTPRouteHandler(_PLACE.sub(r"{\1:str}", path), http_method=["OPTIONS"], status_code=204)(show_options)
