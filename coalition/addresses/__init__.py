"""Every address of the site, in one table for each audience, with who may use it; paths are built only from here."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import quote, quote_plus

from coalition.addresses import api, desk, public, signing
from coalition.addresses.routes import Audience, Route

__all__ = ["ROUTES", "Audience", "Route", "url_for"]

ROUTES: dict[str, Route] = public.ROUTES | signing.ROUTES | desk.ROUTES | api.ROUTES

_PLACE = re.compile(r"{(\w+)}")
_has_nothing_to_quote = re.compile(r"[A-Za-z0-9_.~-]*").fullmatch  # as most values of a page, which has hundreds of addresses


def url_for(name: str, /, **params: object) -> str:
    """Fill the path of route `name`; parameters that are no place of it become the query, `None` is left out.

    Raises:
        KeyError: there is no such route, or a place has no value.

    """
    path, places = _filling(name)
    values = []
    for place in places:
        text = str(params.pop(place))
        values.append(text if _has_nothing_to_quote(text) else quote(text, safe=""))
    filled = path % tuple(values)
    params.pop("lang", None)
    pairs = []
    for key, value in params.items():
        if value is not None:
            text = str(value)
            pairs.append(f"{quote_plus(key)}={text if _has_nothing_to_quote(text) else quote_plus(text)}")
    return f"{filled}?{'&'.join(pairs)}" if pairs else filled


@cache
def _filling(name: str) -> tuple[str, list[str]]:
    """Return a path with "%s" for each place, and the names of the places."""
    path = ROUTES[name].path
    return _PLACE.sub("%s", path.replace("%", "%%")), _PLACE.findall(path)
