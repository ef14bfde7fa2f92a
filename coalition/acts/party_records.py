"""What the stored rows about some organisations on a memorandum are computed from, read once for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts.parties import superseded_for
from coalition.acts.queries import acts_of_parties
from coalition.organisations.event_queries import places_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from coalition.acts.histories import ActRow
    from coalition.organisations.views import ListedPlace


class PartyRecords(Struct, frozen=True):
    """The acts of some organisations on a memorandum, declines too and in the order they were recorded, and their places in lists.

    `superseded` are the digests of editions that are not in force.
    """

    memorandum: int
    superseded: frozenset[str]
    acts: Mapping[int, Sequence[ActRow]]
    places: Mapping[int, ListedPlace]


async def party_records(memorandum_id: int, organisation_ids: Collection[int]) -> PartyRecords:
    """Read what is on record of some organisations, at most as many as a step of a job has (for operations)."""
    superseded = await superseded_for(memorandum_id)
    acts = await acts_of_parties(memorandum_id, organisation_ids)
    return PartyRecords(memorandum_id, superseded, acts, await places_of(organisation_ids))
