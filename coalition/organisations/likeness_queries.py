"""Reads of names that look alike, for coordinators only: an organisation that is not public is compared too."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from coalition.database import in_parts
from coalition.organisations import by_id_queries, queries
from coalition.organisations.tables import NameShape

if TYPE_CHECKING:
    from collections.abc import Collection

    from coalition.organisations.views import OrganisationView

AT_ONCE = 500


async def organisations_by_shape(shapes: Collection[str]) -> dict[str, list[OrganisationView]]:
    """Return the organisations that have, or had, a name of some shapes; of one that was entered twice, the entry that remains."""
    ids = await ids_by_shape(shapes)
    remaining = await queries.remaining_ids({organisation for owners in ids.values() for organisation in owners})
    entries = {shape: {remaining.get(organisation, organisation) for organisation in owners} for shape, owners in ids.items()}
    views = await queries.views_by_id({organisation for owners in entries.values() for organisation in owners})
    return {shape: [views[organisation] for organisation in sorted(owners)] for shape, owners in entries.items()}


async def ids_by_shape(shapes: Collection[str]) -> dict[str, set[int]]:
    """Return the ids of the organisations that have, or had, a name of some shapes."""
    ids: dict[str, set[int]] = defaultdict(set)
    for some in in_parts(shapes, AT_ONCE):
        for row in await NameShape.select(NameShape.shape, NameShape.organisation).where(NameShape.shape.is_in(some)):
            ids[row["shape"]].add(row["organisation"])
    return ids


async def shapes_of(organisation_id: int) -> set[str]:
    """Return the shapes of the names that an organisation has or had."""
    return {row["shape"] for row in await by_id_queries.shapes(organisation_id)}
