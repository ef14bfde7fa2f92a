"""Deliveries that have no answer after thirty days: those who work on the memorandum are reminded, and can let that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import clock, trail
from coalition.database import transaction
from coalition.deliveries import awaited_queries
from coalition.deliveries.entering_entries import WAITED, existing_entry
from coalition.deliveries.errors import NothingAwaited
from coalition.deliveries.tables import TimelineEntry
from coalition.deliveries.timelines import entry_views
from coalition.memoranda import queries as memoranda
from coalition.organisations.visible_queries import Viewer
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.deliveries.views import EntryView
    from coalition.memoranda.tables import Memorandum

_MOST_SHOWN = 10


class DueDeliveries(Struct, frozen=True):
    """Deliveries that have waited long for an answer, and whether there are more."""

    entries: Sequence[EntryView]
    more: bool


async def due_deliveries(memorandum_id: int) -> DueDeliveries:
    """Return the deliveries about which the coordinators are reminded today."""
    rows = await awaited_queries.due_deliveries(memorandum_id, clock.today(), _MOST_SHOWN + 1)
    return DueDeliveries(await entry_views(rows[:_MOST_SHOWN], Viewer.COORDINATOR), len(rows) > _MOST_SHOWN)


async def remind_later(memorandum: Memorandum, key: str) -> None:
    """Let the reminder of a delivery wait for another thirty days.

    Raises:
        NoSuchEntry: there is none.
        NothingAwaited: it is no delivery, has an answer, or was withdrawn.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        entry = await existing_entry(row, key)
        if not await awaited_queries.is_unanswered(entry.id):
            raise NothingAwaited
        await TimelineEntry.update({TimelineEntry.remind_on: clock.today() + WAITED}).where(TimelineEntry.id == entry.id)
        await trail.record(TrailAct.ENTRY_SAVED, f"entry:{entry.id}", row.id)
