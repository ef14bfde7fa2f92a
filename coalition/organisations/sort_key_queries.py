"""Reads of the places of organisations in lists. Whoever reads a page of a list gives the condition that the reader may know of them."""

from __future__ import annotations

from coalition.organisations.tables import Organisation, SortKey
from coalition.search import place_queries
from coalition.search.queries import Listing
from coalition.search.tables import Kind


def in_name_order(language: str) -> Listing:
    """Return the list of organisations by name, as readers of a language expect it; filters are conditions on `Organisation`."""
    order = (SortKey, SortKey.organisation, SortKey.key, place_queries.in_order_for(SortKey, language))
    return Listing(Kind.ORGANISATION, Organisation, Organisation.id, *order)


async def key_of_slug(slug: str, language: str) -> bytes:
    """Return the key of an organisation; empty if there is none (for the place after which a page begins)."""
    row = await SortKey.select(SortKey.key).where(place_queries.in_order_for(SortKey, language) & (SortKey.organisation.slug == slug)).first()
    return bytes(row["key"]) if row else b""


async def are_complete() -> bool:
    """Return whether every organisation has a key of this version for every language of the interface."""
    return await place_queries.are_complete(SortKey, await number_of_organisations())


async def number_of_organisations() -> int:
    """Return how many organisations the register holds (for checks of what is computed from them)."""
    return int(await Organisation.count())


async def next_organisations(after: int, limit: int) -> list[int]:
    """Return the ids of the organisations that follow an id, for what is rebuilt one after the other."""
    return await Organisation.select(Organisation.id).where(Organisation.id > after).order_by(Organisation.id).limit(limit).output(as_list=True)
