"""The canonical address of a public page: its path, and of its query what the page is made of, in the order of the table of addresses.

Nothing else of a query reaches a handler, so that no reader can fill the cache, or make the site render, with parameters of their own.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode

from msgspec import Struct

from coalition.addresses import ROUTES, Audience
from coalition.settings import load

if TYPE_CHECKING:
    from coalition.addresses import Route

_PLACE = re.compile(r"{(\w+)}")
_UNCACHED = {"public.start.show", "public.live.show", "public.ready.show"}  # the first depends on the reader, the others on the moment
_MOST_FIELDS = 100


class Address(Struct, frozen=True):
    """A canonical address; `cached` says whether its responses are the same for everybody."""

    path: str
    query: str
    cached: bool

    @property
    def key(self) -> str:
        """The address as text."""
        return f"{self.path}?{self.query}" if self.query else self.path

    def in_scope(self, scope: Any) -> dict[str, Any]:
        """Return a copy of the scope of a request, with this address."""
        return {**scope, "path": self.path, "raw_path": quote(self.path).encode(), "query_string": self.query.encode()}


@cache
def _rows() -> list[tuple[re.Pattern[str], str, Route]]:
    """Return the public pages with the patterns of their paths; words come before places, as in the router."""
    rows = [(name, row) for name, row in ROUTES.items() if row.method == "GET" and row.audience in {Audience.PUBLIC, Audience.ANYONE_ASKING}]
    rows.sort(key=lambda row: ["{" in part for part in row[1].path.split("/")])
    return [(_pattern(row.path), name, row) for name, row in rows]


def _pattern(path: str) -> re.Pattern[str]:
    path = path.rstrip("/") or "/"
    texts, places = _PLACE.split(path)[::2], _PLACE.findall(path)
    filled = [f"(?:{'|'.join(load().languages)})" if place == "lang" else "[^/]+" for place in places]
    return re.compile("".join(re.escape(text) + place for text, place in zip(texts, [*filled, ""], strict=True)))


def address_of(path: str, query: bytes) -> Address | None:
    """Return the canonical address of a public page; None for any other address, and for a query that its handler must refuse."""
    path = path.rstrip("/") or "/"
    for pattern, name, row in _rows():
        if pattern.fullmatch(path):
            canonical = _query(query, row, strict=name.startswith("api."))
            if canonical is None:
                return None
            path = f"{path}/" if row.path.endswith("/") and path != "/" else path
            return Address(path, canonical, cached=row.audience is Audience.PUBLIC and name not in _UNCACHED)
    return None


def _query(query: bytes, row: Route, *, strict: bool) -> str | None:
    """Return a query in its canonical form: without what is unknown, empty or repeated; the API refuses those, so they stay (None)."""
    if not query:
        return ""
    try:
        pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None if strict else ""
    if strict and (len(dict(pairs)) < len(pairs) or not all(name in row.parameters and value for name, value in pairs)):
        return None
    values = dict(reversed(pairs))  # the first of several counts
    return urlencode([(name, values[name]) for name in row.parameters if values.get(name)])
