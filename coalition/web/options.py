"""Responses to OPTIONS: the methods that an address accepts, read from the table of addresses.

No record is looked at and nobody is asked who they are: what a person may not see is answered like what is not there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from litestar.types import HTTPResponseBodyEvent, HTTPResponseStartEvent

from coalition.addresses import ROUTES
from coalition.settings import load

if TYPE_CHECKING:
    from litestar.types import Send

_PLACE = re.compile(r"{(\w+)}")


@cache
def _methods() -> list[tuple[re.Pattern[str], str]]:
    """Return the pattern of each path, and its methods as the header `Allow` names them; words come before places, as in the router."""
    methods: dict[str, set[str]] = defaultdict(lambda: {"OPTIONS"})
    for row in ROUTES.values():
        methods[row.path] |= {"GET", "HEAD"} if row.method == "GET" else {row.method}
    paths = sorted(methods, key=lambda path: ["{" in part for part in path.split("/")])
    return [(_pattern(path), ", ".join(sorted(methods[path]))) for path in paths]


def _pattern(path: str) -> re.Pattern[str]:
    texts, places = _PLACE.split(path)[::2], _PLACE.findall(path)
    languages = f"(?:{'|'.join(load().languages)})"
    filled = [languages if place == "lang" else "[^/]+" for place in places]
    return re.compile("".join(re.escape(text) + place for text, place in zip(texts, [*filled, ""], strict=True)))


def allowed_at(path: str) -> str | None:
    """Return the methods of an address; None if no address looks like it."""
    path = path.rstrip("/") or "/"
    return next((methods for pattern, methods in _methods() if pattern.fullmatch(path) or pattern.fullmatch(f"{path}/")), None)


async def send_options(allowed: str, send: Send) -> None:
    """Send the methods of an address (204)."""
    headers = [(b"allow", allowed.encode()), (b"cache-control", b"no-store")]
    await send(HTTPResponseStartEvent(type="http.response.start", status=204, headers=headers))
    await send(HTTPResponseBodyEvent(type="http.response.body", body=b"", more_body=False))
