"""Reads of which organisations are in the public register, and why (for coordinators)."""

from __future__ import annotations

from typing import NamedTuple

from piccolo.columns.combination import WhereRaw

from coalition.database import among
from coalition.organisations.queries import NOT_MERGED, views_by_id
from coalition.organisations.sort_key_queries import in_name_order
from coalition.organisations.tables import Organisation
from coalition.organisations.views import OrganisationView
from coalition.search.queries import search

# The value is part of the statement, so that it is read from the index of these rows.
_UNCONFIRMED = WhereRaw("organisation.listing_confirmed = FALSE") & NOT_MERGED


class Listing(NamedTuple):
    """An organisation, and the reason why it is listed or not."""

    organisation: OrganisationView
    reason: str


class ListingPage(NamedTuple):
    """A page of listings, and where the next page begins; "" if there is none."""

    listings: list[Listing]
    after: str


async def unconfirmed(  # noqa: PLR0913 -- the choices of a list
    language: str, text: str = "", *, listed: str = "", after: str = "", limit: int, descending: bool = False
) -> ListingPage:
    """Return a page of the organisations whose listing no coordinator confirmed, by name as readers of a language expect it.

    `text` matches a name in any script; `listed` is yes or no, empty for both.
    """
    these = _UNCONFIRMED & (Organisation.listed == (listed == "yes")) if listed else _UNCONFIRMED
    places = await search(in_name_order(language), text, these, after=after, limit=limit, descending=descending)
    rows = await Organisation.select(Organisation.id, Organisation.listing_reason).where(among(Organisation.id, places.ids))
    reasons = {row["id"]: row["listing_reason"] for row in rows}
    views = await views_by_id(places.ids)
    return ListingPage([Listing(views[number], reasons[number]) for number in places.ids], places.after)


async def unconfirmed_count() -> int:
    """Return how many organisations wait for a coordinator to confirm whether they are listed."""
    return int(await Organisation.count().where(_UNCONFIRMED))
