"""Reads of entries that were merged into others: organisations that were entered twice. Whoever reads them says which may be known."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from coalition.database import among, one_row
from coalition.organisations import by_id_queries
from coalition.organisations.event_queries import views_with_events
from coalition.organisations.queries import EVERY, all_entries_of, and_visible
from coalition.organisations.tables import Merging, Organisation
from coalition.organisations.views import NameView

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from coalition.organisations.queries import Visible
    from coalition.organisations.views import OrganisationView


class MergedEntry(NamedTuple):
    """An entry that was merged into another, with its names and events, when, and the number of the merging."""

    organisation: OrganisationView
    merged_at: datetime
    merging: int

    @property
    def names(self) -> tuple[NameView, ...]:
        """Its present names, then its former ones."""
        organisation = self.organisation
        return (*organisation.names, *(name for former in reversed(organisation.former_names) for name in former.names))


async def entries_merged_into(ids: Iterable[int], visible: Visible = EVERY) -> dict[int, list[MergedEntry]]:
    """Return by the id of the entry that remains the visible ones that are merged into it, in the order of their mergings."""
    rows = {row["id"]: row["merged_into"] for row in await _merged_into([*ids], visible)}
    if not rows:
        return {}
    views = await views_with_events(rows, visible)
    in_force = among(Merging.organisation, rows) & Merging.undone_at.is_null()
    entries: dict[int, list[MergedEntry]] = defaultdict(list)
    for row in await Merging.select(Merging.id, Merging.organisation, Merging.merged_at).where(in_force).order_by(Merging.id):
        entries[rows[row["organisation"]]].append(MergedEntry(views[row["organisation"]], row["merged_at"], row["id"]))
    return entries


async def _merged_into(ids: Collection[int], visible: Visible) -> list[dict[str, Any]]:
    if visible is EVERY:
        return await by_id_queries.merged_into(ids)
    here = and_visible(among(Organisation.merged_into, ids), visible)
    return await Organisation.select(Organisation.id, Organisation.merged_into).where(here)


def with_merged_names(views: Mapping[int, OrganisationView], entries: Mapping[int, Iterable[MergedEntry]]) -> dict[int, OrganisationView]:
    """Return organisations with the names of what is merged into each."""
    names = {number: tuple(name for entry in some for name in entry.names) for number, some in entries.items()}
    return {number: replace(view, merged_names=names[number]) if number in names else view for number, view in views.items()}


async def names_found_by(organisation: OrganisationView) -> list[NameView]:
    """Return the names of merged entries by which the entry that remains is found: of listed ones only if it is listed itself.

    Otherwise readers would find it by a name that is not public.
    """
    entries = (await entries_merged_into([organisation.id])).get(organisation.id, [])
    return [name for entry in entries if entry.organisation.listed or not organisation.listed for name in entry.names]


async def group_of(organisation_id: int) -> list[int]:
    """Return the ids of an organisation and of everything that is merged into it."""
    merged = Organisation.select(Organisation.id).where(Organisation.merged_into == organisation_id).order_by(Organisation.id)
    return [organisation_id, *await merged.output(as_list=True)]


async def merged_group(organisation_id: int) -> int | None:
    """Return the id of the entry that remains of the entries of an organisation; None if it has only one."""
    here = (Organisation.merged_into == organisation_id) | ((Organisation.id == organisation_id) & Organisation.merged_into.is_not_null())
    rows = await Organisation.select(Organisation.merged_into).where(here).limit(1).output(as_list=True)
    return rows[0] if rows else None


async def is_one_at_risk(ids: Iterable[int]) -> bool:
    """Return whether one of some organisations is marked as at risk, on whichever of its entries (for rules; not public)."""
    entries = await all_entries_of(ids)
    return await Organisation.exists().where(among(Organisation.id, entries) & Organisation.at_risk.eq(True))  # noqa: FBT003 -- a value


async def merging_in_force(organisation_id: int) -> Merging | None:
    """Return the decision by which an entry is merged into another; None if it is not."""
    return await one_row(Merging, (Merging.organisation == organisation_id) & Merging.undone_at.is_null())
