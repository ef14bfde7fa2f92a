"""Computing what lists are sorted by and what organisations are found by anew: for another version of ICU, or another folding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import among, analyse, put_rows, transaction
from coalition.organisations import queries
from coalition.organisations.event_queries import views_with_events
from coalition.organisations.sort_key_queries import next_organisations, stored_keys
from coalition.organisations.tables import SortKey
from coalition.organisations.writing_names import found_by, sort_keys_of
from coalition.search.indexing import index
from coalition.search.tables import Kind
from coalition.settings import SUPPORTED_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

ROWS = 200  # that one transaction writes; those who sign have their turn between two


async def rebuild_sort_keys() -> int:
    """Write every key that is not stored as this version of ICU makes it; return of how many organisations.

    If it is interrupted, another run does what is left.
    """
    changed = await _each(ROWS // len(SUPPORTED_LANGUAGES), _rebuild_sort_keys)
    await analyse("sort_key")
    return changed


async def rebuild_search() -> int:
    """Write every text that organisations are found by and that is not stored as this version makes it; return how many."""
    changed = await _each(ROWS, _rebuild_search)
    await analyse("search_text")
    return changed


async def _each(at_once: int, rebuild: Callable[[list[int]], Awaitable[int]]) -> int:
    changed, last = 0, 0
    while ids := await next_organisations(last, at_once):
        last = ids[-1]
        async with transaction():
            changed += await rebuild(ids)
    return changed


async def _rebuild_sort_keys(organisation_ids: list[int]) -> int:
    stored = await stored_keys(organisation_ids)
    views = await queries.views_by_id(organisation_ids)
    keys = {tuple(row.values()): row for view in views.values() for row in sort_keys_of(view)}
    changed = {organisation for organisation, *_ in keys.keys() ^ stored}
    await SortKey.delete().where(among(SortKey.organisation, changed))
    await put_rows(SortKey, [row for (organisation, *_), row in keys.items() if organisation in changed])
    return len(changed)


async def _rebuild_search(organisation_ids: list[int]) -> int:
    views = await views_with_events(organisation_ids)
    names = {view.id: found_by(view, [name for former in view.former_names for name in former.names]) for view in views.values()}
    return await index(Kind.ORGANISATION, names)
