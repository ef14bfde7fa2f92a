"""Computing what lists are sorted by and what organisations are found by anew: for another version of ICU, or another folding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import analyse, transaction
from coalition.organisations import queries
from coalition.organisations.after_changes import placed
from coalition.organisations.domain_queries import write_domains
from coalition.organisations.event_queries import views_with_events
from coalition.organisations.merged_queries import names_found_by
from coalition.organisations.near_key_queries import write_near_keys
from coalition.organisations.organisation_entries import write_organisations
from coalition.organisations.pairs import write_pairs
from coalition.organisations.sort_key_queries import next_organisations
from coalition.organisations.writing_names import found_by, write_sort_keys
from coalition.search.indexing import index
from coalition.search.tables import Kind
from coalition.settings import SUPPORTED_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coalition.organisations.views import NameView, OrganisationView

ROWS = 200  # that one transaction writes; those who sign have their turn between two


async def rebuild_sort_keys() -> int:
    """Write every key that is not stored as this version of ICU makes it; return of how many organisations.

    If it is interrupted, another run does what is left.
    """
    number = await _each(ROWS // len(SUPPORTED_LANGUAGES), _rebuild_sort_keys)
    await analyse("sort_key")
    return number


async def rebuild_search() -> int:
    """Write every text that organisations are found by and that is not stored as this version makes it; return how many."""
    number = await _each(ROWS, _rebuild_search)
    await analyse("search_text")
    return number


async def rebuild_domains() -> int:
    """Write the domains of every organisation that are not stored as this version finds them; return of how many."""
    return await _each(ROWS, write_domains)


async def rebuild_near_keys() -> int:
    """Write the keys of near names that are not stored as this version makes them; return of how many organisations."""
    number = await _each(ROWS, _rebuild_near_keys)
    await analyse("near_key")
    return number


async def rebuild_pairs() -> int:
    """Compute anew which entries of the register may be the same organisation; return for how many entries this was done."""
    number = await _each(ROWS, _rebuild_pairs)
    await analyse("likely_pair")
    return number


async def _rebuild_pairs(organisation_ids: list[int]) -> int:
    await write_pairs(organisation_ids)
    return len(organisation_ids)


async def _rebuild_near_keys(organisation_ids: list[int]) -> int:
    return await write_near_keys(await _names_of(organisation_ids))


async def _each(at_once: int, rebuild: Callable[[list[int]], Awaitable[int]]) -> int:
    number, last = 0, 0
    while ids := await next_organisations(last, at_once):
        last = ids[-1]
        async with transaction():
            number += await rebuild(ids)
    return number


async def _rebuild_sort_keys(organisation_ids: list[int]) -> int:
    different = await write_sort_keys((await queries.views_by_id(organisation_ids)).values())
    if different:
        await placed(different)  # the places of signatories are made of these keys
    return len(different)


async def _rebuild_search(organisation_ids: list[int]) -> int:
    views = await views_with_events(organisation_ids)
    others = {view.id: [*_former_names(view), *await names_found_by(view)] for view in views.values()}
    changed = await index(Kind.ORGANISATION, {view.id: found_by(view, others[view.id]) for view in views.values()})
    return changed + await write_organisations(organisation_ids)


async def _names_of(organisation_ids: list[int]) -> dict[int, list[NameView]]:
    return {view.id: [*view.names, *_former_names(view)] for view in (await views_with_events(organisation_ids)).values()}


def _former_names(view: OrganisationView) -> list[NameView]:
    return [name for former in view.former_names for name in former.names]
