"""The organisations that a timeline names as having delivered a text: what readers can compare with, and when their names go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.acts.compared_lists import compared_lists
from coalition.acts.naming import when_hidden
from coalition.database import among
from coalition.deliveries.queries import ids_delivered_by, named_and_known
from coalition.deliveries.tables import TimelineEntry
from coalition.notices.issuing import pages_change
from coalition.organisations.merged_queries import group_of
from coalition.organisations.queries import remaining_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.acts.compared_lists import Compared
    from coalition.acts.naming import Hidden


@compared_lists.at(11)
async def _named_on_timeline(compared: Compared) -> Sequence[tuple[int, int]]:
    """Return the list if the text does not name all of it: where it names all, nobody in it can be the hidden one."""
    named, known = await named_and_known(compared.memorandum.id, compared.known, compared.also)
    return [(named, known)] if named > known else []


@when_hidden
async def _take_names_away(hidden: Hidden) -> None:
    """Name an organisation nowhere any more as having delivered a text; it does not come back by itself. No page rendered before is served."""
    [remaining] = [*(await remaining_ids([hidden.organisation])).values()] or [hidden.organisation]
    entries = await ids_delivered_by(await group_of(remaining), hidden.memorandum)
    if entries:
        await TimelineEntry.update({TimelineEntry.organisation: None}).where(among(TimelineEntry.id, entries))
        await pages_change()
