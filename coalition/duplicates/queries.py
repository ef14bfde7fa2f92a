"""Reads of what merged entries did, and of mergings; for coordinators only."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from piccolo.query.functions import Count

from coalition.acts.standing_queries import acts_standing, publicly_named
from coalition.database import among
from coalition.invitations.tables import Invitation
from coalition.memoranda.queries import served_by
from coalition.organisations.queries import remaining_ids
from coalition.organisations.tables import Merging, Organisation
from coalition.people.queries import names_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from piccolo.custom_types import Combinable


async def merged_entries() -> dict[int, int]:
    """Return the entry that remains by each that is merged into it, of all that are merged (for operations)."""
    rows = await Organisation.select(Organisation.id, Organisation.merged_into).where(Organisation.merged_into.is_not_null())
    return {row["id"]: row["merged_into"] for row in rows}


async def merged_between(since: datetime, until: datetime) -> set[int]:
    """Return the entries that remain of those that were merged after a moment, up to and including another (for operations)."""
    there = Merging.undone_at.is_null() & (Merging.merged_at > since) & (Merging.merged_at <= until)
    merged = await Merging.select(Merging.organisation).where(there).output(as_list=True)
    return set((await remaining_ids(merged)).values())


async def mergers(mergings: Collection[int]) -> dict[int, str]:
    """Return by the number of a merging the name of the person who decided it."""
    rows = await Merging.select(Merging.id, Merging.merged_by).where(among(Merging.id, mergings))
    names = await names_of({row["merged_by"] for row in rows})
    return {row["id"]: names.get(row["merged_by"], "") for row in rows}


async def mergings_among(organisation_ids: Iterable[int]) -> dict[int, int]:
    """Return by the ids of those of some organisations that are merged into another the ids of what each was merged into itself."""
    in_force = among(Merging.organisation, organisation_ids) & Merging.undone_at.is_null()
    rows = await Merging.select(Merging.organisation, Merging.remaining).where(in_force)
    return {row["organisation"]: row["remaining"] for row in rows}


async def set_remaining(remaining: Mapping[int, int | None]) -> None:
    """Write into which entry some organisations are merged; None: into none."""
    by_remaining: dict[int | None, list[int]] = defaultdict(list)
    for number, into in remaining.items():
        by_remaining[into].append(number)
    for into, numbers in by_remaining.items():
        await Organisation.update({Organisation.merged_into: into}).where(among(Organisation.id, numbers))


class Numbers(NamedTuple):
    """On how many texts an act of an entry stands, and how many invitations it has, as far as a coordinator may know."""

    acts: int = 0
    invitations: int = 0


async def numbers_of(organisation_ids: Collection[int], coordinator_id: int) -> dict[int, Numbers]:
    """Return the acts and invitations of some entries by their ids: on texts of a coordinator all, on others what public lines name."""
    own = served_by(coordinator_id)
    acts = {*await acts_standing(lambda party, text: among(party, organisation_ids) & text.is_in(own)), *await publicly_named(organisation_ids)}
    counted = Counter(organisation for organisation, _ in acts)
    invitations = await _invitations(among(Invitation.organisation, organisation_ids) & Invitation.memorandum.is_in(own))
    return {number: Numbers(counted[number], invitations.get(number, 0)) for number in organisation_ids}


async def _invitations(condition: Combinable) -> dict[int, int]:
    rows = await Invitation.select(Invitation.organisation, Count()).where(condition).group_by(Invitation.organisation)
    return {row["organisation"]: row["count"] for row in rows}
