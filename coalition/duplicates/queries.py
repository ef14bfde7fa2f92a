"""Reads of what merged entries did, and of mergings; for coordinators only."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from piccolo.query.functions import Count

from coalition.acts.standing_queries import texts_with_acts
from coalition.acts.tables import Act, ActKind
from coalition.database import among, one_of, table_of
from coalition.invitations.tables import Invitation
from coalition.memoranda.tables import SigningState
from coalition.organisations.merged_queries import group_of
from coalition.organisations.tables import Merging, Organisation
from coalition.people.queries import names_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from piccolo.columns import Column
    from piccolo.custom_types import Combinable


async def texts_of_both(organisation_id: int, other_id: int) -> set[int]:
    """Return the ids of the memoranda on which acts of both organisations stand, under any of their entries."""
    return await texts_with_acts(await group_of(organisation_id)) & await texts_with_acts(await group_of(other_id))


async def is_asked_twice(organisation_id: int, other_id: int) -> bool:
    """Return whether both organisations, under any of their entries, have acted on a memorandum or can answer an invitation to it."""
    both = [await _engaging(await group_of(number)) for number in (organisation_id, other_id)]
    return bool(both[0] & both[1])


async def _engaging(organisation_ids: Collection[int]) -> set[int]:
    waits = among(Invitation.organisation, organisation_ids) & Invitation.answered_at.is_null() & Invitation.revoked_at.is_null()
    can_be_signed = one_of(Invitation.memorandum.signing_state, (SigningState.OPEN.value, SigningState.ACCESSION_ONLY.value))
    invited = await Invitation.select(Invitation.memorandum).where(waits & can_be_signed).output(as_list=True)
    return {*invited, *await texts_with_acts(organisation_ids)}


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
    """How many acts and invitations an entry has; declines are no acts."""

    acts: int = 0
    invitations: int = 0


async def numbers_of(organisation_ids: Collection[int]) -> dict[int, Numbers]:
    """Return how many acts and invitations some entries have, by their ids."""
    acts = await _counted(Act.organisation, among(Act.organisation, organisation_ids) & (Act.kind != ActKind.DECLINE.value))
    invitations = await _counted(Invitation.organisation, among(Invitation.organisation, organisation_ids))
    return {number: Numbers(acts.get(number, 0), invitations.get(number, 0)) for number in organisation_ids}


async def _counted(column: Column, condition: Combinable) -> dict[int, int]:
    table: Any = table_of(column)
    rows = await table.select(column.as_alias("organisation"), Count()).where(condition).group_by(column)
    return {row["organisation"]: row["count"] for row in rows}
