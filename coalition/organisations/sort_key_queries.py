"""Reads of the places of organisations in lists. Whoever reads a page of a list gives the condition that the reader may know of them."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from coalition.collation import icu_version, letters
from coalition.database import execute
from coalition.organisations.tables import Organisation, SortKey
from coalition.search import place_queries
from coalition.search.queries import FEW, Listing
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from piccolo.custom_types import Combinable

    from coalition.collation import Letter


def in_name_order(language: str) -> Listing:
    """Return the list of organisations by name, as readers of a language expect it; filters are conditions on `Organisation`."""
    order = (SortKey, SortKey.organisation, SortKey.key, place_queries.in_order_for(SortKey, language))
    return Listing(Kind.ORGANISATION, Organisation, Organisation.id, *order)


async def key_of_slug(slug: str, language: str) -> bytes:
    """Return the key of an organisation; empty if there is none (for the place after which a page begins)."""
    row = await SortKey.select(SortKey.key).where(place_queries.in_order_for(SortKey, language) & (SortKey.organisation.slug == slug)).first()
    return bytes(row["key"]) if row else b""


async def letters_of_listed(language: str) -> list[Letter]:
    """Return the letters with which names in the public register begin.

    Of few organisations the keys are read; of many there is one look into the index for each letter, in one statement.
    """
    few = await letters_of_few(language, Organisation.listed.eq(True))  # noqa: FBT003 -- a value
    if few is not None:
        return few
    known = letters(language)
    bounds = [*(letter.key for letter in known), b"\xff"]
    values = [value for ends in pairwise(bounds) for value in (language, icu_version(), *ends)]
    rows = await execute(" UNION ALL ".join(_SEEK.format(at) for at in range(len(known))), *values)
    return [known[row["at"]] for row in sorted(rows, key=itemgetter("at"))]


async def letters_of_few(language: str, these: Combinable) -> list[Letter] | None:
    """Return the letters with which the names of some organisations begin (whoever asks gives a condition on them); None for more than `FEW`."""
    if await Organisation.select(Organisation.id).where(these).limit(1).offset(FEW):
        return None
    here = place_queries.in_order_for(SortKey, language) & SortKey.organisation.is_in(Organisation.select(Organisation.id).where(these))
    known = letters(language)
    begins = [letter.key for letter in known]
    begun = {bisect_right(begins, bytes(row["key"])) for row in await SortKey.select(SortKey.key).where(here)}
    return [known[at - 1] for at in sorted(begun) if at]


# CROSS JOIN reads the index of the keys first
_SEEK = (
    "SELECT {} AS at WHERE EXISTS (SELECT 1 FROM sort_key CROSS JOIN organisation WHERE sort_key.language = {{}} AND sort_key.icu_version = {{}} "
    "AND sort_key.key >= {{}} AND sort_key.key < {{}} AND organisation.id = sort_key.organisation AND organisation.listed = TRUE)"
)


async def are_complete() -> bool:
    """Return whether every organisation has a key of this version for every language of the interface."""
    return await place_queries.are_complete(SortKey, await number_of_organisations())


async def number_of_organisations() -> int:
    """Return how many organisations the register holds (for checks of what is computed from them)."""
    return int(await Organisation.count())


async def next_organisations(after: int, limit: int) -> list[int]:
    """Return the ids of the organisations that follow an id, for what is rebuilt one after the other."""
    return await Organisation.select(Organisation.id).where(Organisation.id > after).order_by(Organisation.id).limit(limit).output(as_list=True)
