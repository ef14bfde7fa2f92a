"""Computing the places of all organisations in lists anew, for another version of ICU or another language of the interface."""

from __future__ import annotations

from coalition.database import among, analyse, put_all, transaction
from coalition.organisations import queries
from coalition.organisations.sort_key_queries import next_organisations, stored_keys
from coalition.organisations.tables import SortKey
from coalition.organisations.writing_names import sort_keys_of
from coalition.settings import SUPPORTED_LANGUAGES

AT_ONCE = 200 // len(SUPPORTED_LANGUAGES)  # organisations of one transaction, which writes 200 rows


async def rebuild_sort_keys() -> int:
    """Write every key that is not stored as this version of ICU makes it; return of how many organisations.

    Those who sign have their turn between the transactions. If it is interrupted, another run does what is left.
    """
    changed, last = 0, 0
    while ids := await next_organisations(last, AT_ONCE):
        last = ids[-1]
        async with transaction():
            changed += await _rebuild(ids)
    await analyse("sort_key")
    return changed


async def _rebuild(organisation_ids: list[int]) -> int:
    stored = await stored_keys(organisation_ids)
    views = await queries.views_by_id(organisation_ids)
    keys = {(key.organisation, key.language, key.icu_version, key.key): key for view in views.values() for key in sort_keys_of(view)}
    changed = {organisation for organisation, *_ in keys.keys() ^ stored}
    await SortKey.delete().where(among(SortKey.organisation, changed))
    await put_all(row for (organisation, *_), row in keys.items() if organisation in changed)
    return len(changed)
