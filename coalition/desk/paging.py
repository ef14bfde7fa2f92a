"""Long lists at the desk, a page at a time: what their addresses ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.web.routing import AnyRequest

PAGE = 50
_LONGEST = 200  # characters of words that are looked for


class Asked(Struct, frozen=True):
    """What the address of a list asks for: words, filters that are chosen, the order, and where the page begins. Empty: everything, as usual."""

    q: str
    filters: Mapping[str, str]
    sort: str
    after: str

    @property
    def here(self) -> dict[str, str]:
        """The parameters that every page of the list has."""
        return {name: value for name, value in {"q": self.q, **self.filters, "sort": self.sort}.items() if value}

    @property
    def is_narrow(self) -> bool:
        """Whether words or filters leave rows out."""
        return bool(self.q or self.filters)

    def in_order(self, sort: str) -> str:
        """Return the query of the address of the same list in another order; it begins with its first page."""
        query = self.other(sort=sort)
        return f"?{query}" if query else ""

    def other(self, **changed: str) -> str:
        """Return the query of the address of the same list with other parameters; it begins with its first page, if no `after` is given."""
        return urlencode({name: value for name, value in {**self.here, **changed}.items() if value})

    def chosen(self, name: str) -> str:
        """Return the value of a filter; empty if it is not chosen."""
        return self.filters.get(name, "")


EVERYTHING = Asked("", {}, "", "")


def asked_in(request: AnyRequest, *filters: str, sorts: Sequence[str] = ()) -> Asked:
    """Return what an address asks for; an order that the list does not have counts as none."""
    given = {name: request.query_params.get(name, "").strip()[:_LONGEST] for name in ("q", "sort", "after", *filters)}
    chosen = {name: given[name] for name in filters if given[name]}
    return Asked(given["q"], chosen, given["sort"] if given["sort"] in sorts else "", given["after"])
