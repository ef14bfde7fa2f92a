"""Reads of which organisations are in the public register, and why (for coordinators)."""

from __future__ import annotations

from typing import NamedTuple

from coalition.organisations.queries import views_by_id
from coalition.organisations.tables import Organisation
from coalition.organisations.views import OrganisationView

_UNCONFIRMED = Organisation.listing_confirmed.eq(False)  # noqa: FBT003 -- a value of the column


class Listing(NamedTuple):
    """An organisation, and the reason why it is listed or not."""

    organisation: OrganisationView
    reason: str


async def unconfirmed(*, after: str = "", limit: int) -> list[Listing]:
    """Return a page of the organisations whose listing no coordinator confirmed, by name; `after` is `name_key/slug` of the page before."""
    columns = (Organisation.id, Organisation.listing_reason)
    query = Organisation.select(*columns).where(_UNCONFIRMED).order_by(Organisation.name_key).order_by(Organisation.slug).limit(limit)
    if after:
        key, _, slug = after.rpartition("/")
        query = query.where((Organisation.name_key > key) | ((Organisation.name_key == key) & (Organisation.slug > slug)))
    rows = await query
    views = await views_by_id(row["id"] for row in rows)
    return [Listing(views[row["id"]], row["listing_reason"]) for row in rows]


async def unconfirmed_count() -> int:
    """Return how many organisations wait for a coordinator to confirm whether they are listed."""
    return int(await Organisation.count().where(_UNCONFIRMED))
