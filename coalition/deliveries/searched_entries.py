"""What entries of timelines are found by: their words, and the names of their addressees. Private notes are not among them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from coalition.database import transaction
from coalition.deliveries import queries
from coalition.deliveries.tables import EntryState
from coalition.search.indexing import index, unindex
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from coalition.deliveries.tables import TimelineEntry

AT_ONCE = 100


async def let_entries_be_found(entry_ids: Collection[int]) -> int:
    """Let entries be found by their words, and by no earlier ones, inside the caller's transaction; return how many texts changed.

    Of a withdrawn one, or one that is gone, nothing is found.
    """
    rows = [row for row in await queries.entries_by_ids(entry_ids) if row.state != EntryState.WITHDRAWN]
    await unindex(Kind.TIMELINE_ENTRY, {*entry_ids} - {row.id for row in rows})
    return await _index(rows)


async def _index(rows: Sequence[TimelineEntry]) -> int:
    names: dict[int, list[str]] = defaultdict(list)
    for name in await queries.names_of({row.addressee for row in rows if row.addressee}):
        names[name.addressee] += [name.name, name.office]
    words: dict[int, list[str]] = {row.id: [row.deliverer, row.remark, row.document, *names[row.addressee or 0]] for row in rows}
    for text in await queries.texts_of(words):
        words[text.entry] += [text.title, text.text]
    return await index(Kind.TIMELINE_ENTRY, words)


async def rebuild_entry_search() -> int:
    """Write every text that entries are found by and that is not stored as this version makes it; return how many."""
    changed, last = 0, 0
    while rows := await queries.entries_from(last, AT_ONCE):
        last = rows[-1].id
        async with transaction():
            changed += await let_entries_be_found([row.id for row in rows])
    return changed
