"""What everybody finds organisations by: every name of those in the public register, present, former, or of an entry merged into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.organisations.event_queries import views_with_events
from coalition.organisations.merged_queries import entries_merged_into, with_merged_names
from coalition.organisations.queries import listed_among
from coalition.organisations.tables import Organisation
from coalition.search.search_entries import Entry, write_entries
from coalition.search.tables import Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.organisations.views import NameView, OrganisationView


async def write_organisations(ids: Sequence[int]) -> int:
    """Write the search entries of some organisations anew, inside the caller's transaction; an organisation that is not listed has none."""
    listed = await listed_among(ids)
    merged = await entries_merged_into(listed, Organisation.listed.eq(True))  # noqa: FBT003 -- a value of the column
    views = with_merged_names(await views_with_events(listed), merged)
    return await write_entries(Section.ORGANISATION, {number: [_entry(views[number])] if number in views else [] for number in ids})


def _entry(view: OrganisationView) -> Entry:
    names: list[NameView] = [*view.names, *(name for former in view.former_names for name in former.names), *view.merged_names]
    found_by = [view.slug, *(text for name in names for text in (name.name, name.short_name))]
    return Entry(found_by, frozenset(name.language for name in names))
