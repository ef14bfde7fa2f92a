"""Pairs of entries that may be the same organisation: computed anew when a name, a domain or a country changes; a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from coalition import clock, trail
from coalition.database import AdvisoryLock, before_commit, current, transaction
from coalition.organisations import pair_queries
from coalition.organisations.event_queries import views_with_events
from coalition.organisations.likely_duplicates import MOST_SHOWN, reasons_of
from coalition.organisations.pair_queries import pair_of
from coalition.organisations.queries import contacts_of
from coalition.organisations.sought import Sought
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from coalition.languages import Message
    from coalition.organisations.pair_queries import Pair
    from coalition.organisations.tables import Organisation

_pending: WeakKeyDictionary[Any, dict[int, bool]] = WeakKeyDictionary()


def pairs_change(organisation_id: int, *, confirmed_new: bool = False) -> None:
    """Find the pairs of an organisation anew as one of the last steps of the caller's transaction; those of many at once.

    With `confirmed_new`, a person saw what the organisation may be, and said that it is another: that is recorded for each pair.
    """
    pending = _pending.setdefault(current().active(), {})
    pending[organisation_id] = confirmed_new or pending.get(organisation_id, False)
    before_commit(_write_pending, AdvisoryLock.PAIRS_OF_ORGANISATIONS.place, once=True)


async def _write_pending() -> None:
    changed = _pending.pop(current().active())
    await write_pairs(changed)
    for number in [number for number, confirmed_new in changed.items() if confirmed_new]:
        for other in await pair_queries.likely_partners(number):
            await pair_queries.add_different(pair_of(number, other), {"decided_at": clock.now()})


async def write_pairs(organisation_ids: Collection[int]) -> None:
    """Store which other entries may be the same organisations as some entries, inside the caller's transaction."""
    await pair_queries.lock_pairs()
    sought = await _sought_of(organisation_ids)
    reasons = await reasons_of(sought)
    others = {number: [other for other in reasons.get(number, ()) if other != number][:MOST_SHOWN] for number in sought}
    await pair_queries.write_likely(organisation_ids, {pair_of(number, other) for number, some in others.items() for other in some})


async def _sought_of(organisation_ids: Iterable[int]) -> dict[int, Sought]:
    """Return what the register knows of some organisations, to compare them with the others; not of those that are merged."""
    views, contacts = await views_with_events(organisation_ids), await contacts_of(organisation_ids)
    return {
        view.id: Sought(
            [(name.name, name.short_name) for name in (*view.names, *(name for former in view.former_names for name in former.names))],
            view.country,
            view.website,
            [contact.email for contact in contacts.get(view.id, ())],
        )
        for view in views.values()
        if not view.merged_into
    }


async def reasons_between(pairs: Collection[Pair]) -> dict[Pair, list[Message]]:
    """Return why the entries of some pairs may be one organisation, as of now; a pair whose entries are not alike any more is left out."""
    reasons = await reasons_of(await _sought_of({first for first, _ in pairs}), others={second for _, second in pairs})
    known = {pair: reasons.get(pair[0], {}).get(pair[1], []) for pair in pairs}
    return {pair: some for pair, some in known.items() if some}


async def declare_different(organisation: Organisation, other: Organisation) -> None:
    """Record that two entries are different organisations: they are not offered as one any more, until somebody takes that back."""
    async with transaction():
        await pair_queries.add_different(pair_of(organisation.id, other.id), {"decided_at": clock.now()})
        await trail.record(TrailAct.ORGANISATIONS_DIFFER, f"organisation:{organisation.id}")


async def take_difference_back(organisation: Organisation, other: Organisation) -> None:
    """Take back that two entries are different organisations."""
    async with transaction():
        await pair_queries.remove_different(pair_of(organisation.id, other.id))
        await trail.record(TrailAct.DIFFERENCE_TAKEN_BACK, f"organisation:{organisation.id}")
