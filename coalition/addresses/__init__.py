"""Every address of the site, in one table for each audience, with who may use it; paths are built only from here."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from coalition.addresses import api, desk, public, signing
from coalition.addresses.routes import Audience, Route

__all__ = ["ROUTES", "Audience", "Route", "url_for"]

ROUTES: dict[str, Route] = public.ROUTES | signing.ROUTES | desk.ROUTES | api.ROUTES

_PLACE = re.compile(r"{(\w+)}")


def url_for(name: str, /, **params: object) -> str:
    """Fill the path of route `name`; parameters that are no place of it become the query, `None` is left out.

    Raises:
        KeyError: there is no such route, or a place has no value.

    """
    path = ROUTES[name].path
    places = set(_PLACE.findall(path))
    filled = _PLACE.sub(lambda match: quote(str(params[match[1]]), safe=""), path)
    query = {key: value for key, value in params.items() if key not in places and key != "lang" and value is not None}
    return f"{filled}?{urlencode(query)}" if query else filled
