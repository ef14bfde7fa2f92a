"""Reading which deliveries have no answer yet (for those who work on the memorandum).

An answer of the same addressee ends the waiting for each delivery that is not certainly later; one that was withdrawn does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from piccolo.columns.combination import WhereRaw
from piccolo.query.functions import Count

from coalition.database import among, made_of, whole
from coalition.deliveries.tables import EntryKind, EntryState, TimelineEntry
from coalition.memoranda.queries import served_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from piccolo.custom_types import Combinable

# Days are partial dates: only the parts that both have are compared.
_UNANSWERED = """NOT EXISTS (SELECT 1 FROM timeline_entry answer WHERE answer.addressee = timeline_entry.addressee
 AND answer.kind = 'answer' AND answer.state <> 'withdrawn' AND substr(timeline_entry.day, 1, length(answer.day)) <= answer.day)"""


def _unanswered() -> Combinable:
    delivered: Combinable = (TimelineEntry.kind == EntryKind.DELIVERY.value) & (TimelineEntry.state != EntryState.WITHDRAWN.value)
    return delivered & WhereRaw(_UNANSWERED)


def _awaited(last: date) -> Combinable:
    """Return the condition on the deliveries without an answer that are due until a day."""
    return _unanswered() & (TimelineEntry.remind_on <= last)


async def due_deliveries(memorandum_id: int, today: date, limit: int) -> list[TimelineEntry]:
    """Return the deliveries of a memorandum that are due today, the longest first."""
    query = TimelineEntry.select(whole(TimelineEntry)).where((TimelineEntry.memorandum == memorandum_id) & _awaited(today))
    return [made_of(TimelineEntry, row) for row in await query.order_by(TimelineEntry.remind_on).order_by(TimelineEntry.id).limit(limit)]


async def is_unanswered(entry_id: int) -> bool:
    """Whether an entry is a delivery that has no answer yet."""
    return bool(await TimelineEntry.exists().where((TimelineEntry.id == entry_id) & _unanswered()))


async def reminders_of(entry_ids: Iterable[int]) -> dict[int, date]:
    """Return the days from which coordinators are reminded of those of some entries that are deliveries without an answer, by entry."""
    query = TimelineEntry.select(TimelineEntry.id, TimelineEntry.remind_on).where(among(TimelineEntry.id, entry_ids) & _unanswered())
    return {row["id"]: row["remind_on"] for row in await query.where(TimelineEntry.remind_on.is_not_null())}


async def awaited_counts(memorandum_ids: Iterable[int], today: date) -> dict[int, int]:
    """Return how many deliveries are due today, by memorandum."""
    query = TimelineEntry.select(TimelineEntry.memorandum, Count()).where(among(TimelineEntry.memorandum, memorandum_ids) & _awaited(today))
    return {row["memorandum"]: int(row["count"]) for row in await query.group_by(TimelineEntry.memorandum)}


async def awaited_days(these: Combinable, last: date, limit: int) -> Sequence[Mapping[str, Any]]:
    """Return `memorandum`, `remind_on` and `count` of the deliveries of some memoranda (a condition) that are due until a day, the first days."""
    query = TimelineEntry.select(TimelineEntry.memorandum, TimelineEntry.remind_on, Count()).where(these & _awaited(last))
    return await query.group_by(TimelineEntry.memorandum, TimelineEntry.remind_on).order_by(TimelineEntry.remind_on).limit(limit)


async def with_due_deliveries(coordinator_id: int, today: date, *, limit: int) -> list[int]:
    """Return the ids of memoranda of a person with deliveries that are due today, the longest due first."""
    query = TimelineEntry.select(TimelineEntry.memorandum).where(TimelineEntry.memorandum.is_in(served_by(coordinator_id)) & _awaited(today))
    rows = await query.order_by(TimelineEntry.remind_on).order_by(TimelineEntry.id).limit(limit)
    return list(dict.fromkeys(row["memorandum"] for row in rows))
