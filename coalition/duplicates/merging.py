"""Merging two entries of one organisation, and undoing it. Nothing is moved: acts, contacts and invitations stay with their entry."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coalition import clock, trail
from coalition.acts.standing_queries import publicly_named
from coalition.acts.withheld_numbers import names_stay_hidden
from coalition.database import among, put, transaction
from coalition.duplicates import queries
from coalition.duplicates.double_entries import double_texts_of
from coalition.duplicates.engagements import Engaged, Engagement, clashes, engagements
from coalition.duplicates.errors import (
    BothActed,
    BothInvited,
    BothSeated,
    MergingNeedsApproval,
    NotMerged,
    SameEntry,
    UndoingOver,
    WouldBeHidden,
)
from coalition.memoranda.happenings import happened
from coalition.memoranda.queries import served_by
from coalition.notices.issuing import pages_change
from coalition.organisations.errors import IsMerged
from coalition.organisations.merged_queries import group_of, is_one_at_risk, merging_in_force
from coalition.organisations.pairs import write_pairs
from coalition.organisations.queries import by_id, lock, remaining_ids, views_by_id
from coalition.organisations.tables import Merging
from coalition.organisations.writing_names import index_anew
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from coalition.errors import CoalitionError
    from coalition.organisations.tables import Organisation

UNDO = timedelta(days=30)
_CLASHES: Mapping[Engagement, type[CoalitionError]] = {
    Engagement.ACT: BothActed,
    Engagement.INVITATION: BothInvited,
    Engagement.SEAT: BothSeated,
}


def can_be_undone(merged_at: datetime) -> bool:
    """Whether the days in which a merging can be undone are not over."""
    return clock.now() < merged_at + UNDO


async def merge(organisation: Organisation, other: Organisation, by: int, *, approved: bool = False) -> Merging:
    """Merge an entry into another one; into the entry that remains of the other, if that is merged itself.

    Its acts stay its own, under the name they were made with. Its address redirects, its names find the entry that remains, and it leaves
    every list and choice. `by` is the id of a coordinator: nothing is refused for what that person may not know. Those who work on a text
    in which both take part are told (`double_entries.py`).

    Raises:
        MergingNeedsApproval: one of them is at risk, and no second coordinator `approved` it.
        IsMerged, SameEntry, WouldBeHidden, BothActed, BothInvited, BothSeated: as `check_merging`.
        InvalidForm: a number of withheld names was published, and would single out hidden ones.

    """
    async with names_stay_hidden("remaining"):
        remaining = await check_merging(organisation, other, by)
        if not approved and await needs_approval(organisation, remaining):
            raise MergingNeedsApproval
        merging = await put(Merging, organisation=organisation.id, remaining=remaining.id, merged_by=by, merged_at=clock.now())
        await queries.set_remaining(dict.fromkeys(await group_of(organisation.id), remaining.id))
        for memorandum_id in await double_texts_of(await group_of(remaining.id)):
            await happened(memorandum_id)
        await _entries_changed(remaining.id)
        await trail.record(TrailAct.ORGANISATIONS_MERGED, f"organisation:{organisation.id}")
    return merging


async def needs_approval(organisation: Organisation, remaining: Organisation) -> bool:
    """Whether two coordinators have to agree that two entries are merged: one of them, or of what is merged into them, is at risk now."""
    return await is_one_at_risk([organisation.id, remaining.id])


async def check_merging(organisation: Organisation, other: Organisation, by: int) -> Organisation:
    """Refuse to merge an entry into another one; return the entry that would remain, and lock both, inside the caller's transaction.

    Texts are looked at as the coordinator `by` may know them: those they work on, and what public lines name on others.

    Raises:
        IsMerged: the entry is merged already.
        SameEntry: the other is the same entry, or is merged into it.
        WouldBeHidden: the entry is in the public register, and the one that would remain is not.
        BothActed: an act of each stands on the same memorandum.
        BothInvited: one can still answer an invitation to a memorandum on which the other acted, or to which it is invited.
        BothSeated: both have a seat in one round that is open.

    """
    await lock([organisation.id, other.id])
    row, into = await by_id(organisation.id), await by_id(other.id)
    remaining = await by_id(into.merged_into) if into and into.merged_into else into
    if row is None or remaining is None or row.merged_into:
        raise IsMerged
    if row.id == remaining.id:
        raise SameEntry
    entries = await views_by_id(await group_of(row.id))
    if not remaining.listed and any(entry.listed for entry in entries.values()):
        raise WouldBeHidden
    await _check_texts(tuple(entries), await group_of(remaining.id), by)
    return remaining


async def _check_texts(own: Collection[int], others: Collection[int], by: int) -> None:
    """Refuse to merge entries that take part in the same text, as far as the coordinator may know.

    Raises:
        BothActed, BothInvited, BothSeated: as `check_merging`.

    """
    ids = [*own, *others]
    rows = await engagements.ask(lambda party, memorandum: among(party, ids) & memorandum.is_in(served_by(by)))
    rows += [Engaged(organisation, memorandum, Engagement.ACT) for organisation, memorandum in await publicly_named(ids)]
    found = clashes(rows, {number: int(number in own) for number in ids}).values()
    if clash := next((each for each in Engagement if each in found), None):
        raise _CLASHES[clash]


async def merging_of(organisation: Organisation) -> Merging:
    """Return the decision by which an entry is merged into another one.

    Raises:
        NotMerged: it is not merged.

    """
    merging = await merging_in_force(organisation.id)
    if merging is None:
        raise NotMerged
    return merging


async def check_undoing(organisation: Organisation) -> Merging:
    """Return the decision that would be undone.

    Raises:
        NotMerged: the entry is not merged.
        UndoingOver: it was merged more than 30 days ago.

    """
    merging = await merging_of(organisation)
    if not can_be_undone(merging.merged_at):
        raise UndoingOver
    return merging


async def undo_merging(organisation: Organisation, by: int, *, approved: bool = False) -> None:
    """Undo the merging of an entry: everything is as if it had never been merged. What was merged into it before comes back with it.

    `by` is the id of a coordinator.

    Raises:
        NotMerged, UndoingOver: as `check_undoing`.
        MergingNeedsApproval: an entry of the organisation is at risk, so all of them are, and no second coordinator `approved` it.

    """
    async with transaction():
        await lock([organisation.id])
        merging = await check_undoing(organisation)
        if not approved and await is_one_at_risk([organisation.id]):
            raise MergingNeedsApproval
        [before] = (await remaining_ids([organisation.id])).values()
        await Merging.update({Merging.undone_at: clock.now(), Merging.undone_by: by}).where(Merging.id == merging.id)
        group = await group_of(before)
        mergings = await queries.mergings_among(group)
        await queries.set_remaining({number: _last(number, mergings) for number in group[1:]})
        await _entries_changed(before, organisation.id)
        await trail.record(TrailAct.MERGING_UNDONE, f"organisation:{organisation.id}")


def _last(organisation_id: int, mergings: Mapping[int, int]) -> int | None:
    """Return the entry that remains at the end of the mergings of an entry; None if it is merged into none."""
    last = organisation_id
    while last in mergings:
        last = mergings[last]
    return last if last != organisation_id else None


async def _entries_changed(*organisation_ids: int) -> None:
    """Compute anew what follows from the entries of some organisations, inside the caller's transaction."""
    for number in organisation_ids:
        await index_anew(number)
        await write_pairs(await group_of(number))
    await pages_change()
