"""Every address of the site, in one table for each audience, with who may use it; paths are built only from here."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from coalition.addresses import api, desk, public, signing
from coalition.addresses.routes import Audience, Route

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ROUTES", "Audience", "Route", "url_for"]

ROUTES: dict[str, Route] = public.ROUTES | signing.ROUTES | desk.ROUTES | api.ROUTES

_PLACE = re.compile(r"{(\w+)}")
_UNRESERVED = re.compile(r"[A-Za-z0-9_.~-]*")


def url_for(name: str, /, **params: object) -> str:
    """Fill the path of route `name`; parameters that are no place of it become the query, `None` is left out.

    Raises:
        KeyError: there is no such route, or a place has no value.

    """
    path, places = _filling(name)
    filled = path % tuple([_quoted(params.pop(place), quote) for place in places])
    params.pop("lang", None)
    query = "&".join([f"{_quoted(key, quote_plus)}={_quoted(value, quote_plus)}" for key, value in params.items() if value is not None])
    return f"{filled}?{query}" if query else filled


@cache
def _filling(name: str) -> tuple[str, list[str]]:
    """Return a path with "%s" for each place, and the names of the places."""
    path = ROUTES[name].path
    return _PLACE.sub("%s", path.replace("%", "%%")), _PLACE.findall(path)


def _quoted(value: object, quoted: Callable[..., str]) -> str:
    """Quote a value; most have nothing to quote, and a page has hundreds of them."""
    text = str(value)
    return text if _UNRESERVED.fullmatch(text) else quoted(text, safe="")
