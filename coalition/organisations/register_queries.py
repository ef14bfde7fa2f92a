"""The whole register as coordinators look through it: filtered, by name or by the days of entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from coalition.database import among
from coalition.organisations.queries import NOT_MERGED, Page, views_by_id
from coalition.organisations.tables import Contact, Organisation
from coalition.search.queries import tested
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from piccolo.custom_types import Combinable

    from coalition.organisations.queries import Visible

_YES = "yes"


def _contacts(value: str) -> Combinable:
    with_one = Contact.select(Contact.organisation)
    return Organisation.id.is_in(with_one) if value == _YES else Organisation.id.not_in(with_one)


_FILTERS: Mapping[str, Callable[[str], Combinable]] = {
    "country": lambda value: Organisation.country == value,
    "kind": lambda value: Organisation.kind == value,
    "merged": lambda value: Organisation.merged_into.is_not_null() if value == _YES else NOT_MERGED,
    "status": lambda value: Organisation.status == value,
    "listed": lambda value: Organisation.listed == (value == _YES),
    "at_risk": lambda value: Organisation.at_risk == (value == _YES),
    "contacts": _contacts,
}
REGISTER_FILTERS = tuple(_FILTERS)


def filtered_register(chosen: Mapping[str, str]) -> Combinable:
    """Return the condition of the chosen filters; yes or no for those that are no words of a table.

    Entries that were merged are left out, unless they are asked for.
    """
    return reduce(and_, [_FILTERS[name](value) for name, value in ({"merged": "no"} | dict(chosen)).items()])


async def register_by_age(text: str, visible: Visible, *, after: int, limit: int, oldest_first: bool = False) -> Page:
    """Return a page of the register, the newest or the oldest entries first (for coordinators); `text` matches a name, as `page_by_name`."""
    query = Organisation.select(Organisation.id).order_by(Organisation.id, ascending=oldest_first).limit(limit + 1)
    if visible is not None:
        query = query.where(visible)
    if text:
        query = query.where(await tested(Kind.ORGANISATION, Organisation.id, text))
    if after:
        query = query.where(Organisation.id > after if oldest_first else Organisation.id < after)
    ids = await query.output(as_list=True)
    views = await views_by_id(ids[:limit])
    return Page([views[number] for number in ids[:limit]], str(ids[limit - 1]) if len(ids) > limit else "")


async def days_of_entry(organisation_ids: Iterable[int]) -> dict[int, date]:
    """Return the days on which organisations were entered, by id (for coordinators)."""
    rows = await Organisation.select(Organisation.id, Organisation.created_at).where(among(Organisation.id, organisation_ids))
    return {row["id"]: row["created_at"].date() for row in rows}
