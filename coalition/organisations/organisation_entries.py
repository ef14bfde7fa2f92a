"""What everybody finds organisations by: every present and former name of those in the public register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.organisations.event_queries import views_with_events
from coalition.organisations.queries import listed_among
from coalition.search.search_entries import Entry, write_entries
from coalition.search.tables import Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.organisations.views import NameView, OrganisationView


async def write_organisations(ids: Sequence[int]) -> int:
    """Write by what everybody finds some organisations now, inside the caller's transaction; one that is not listed is not found."""
    views = await views_with_events(await listed_among(ids))
    return await write_entries(Section.ORGANISATION, {number: [_entry(views[number])] if number in views else [] for number in ids})


def _entry(view: OrganisationView) -> Entry:
    names: list[NameView] = [*view.names, *(name for former in view.former_names for name in former.names)]
    found_by = [view.slug, *(text for name in names for text in (name.name, name.short_name))]
    return Entry(found_by, frozenset(name.language for name in names))
