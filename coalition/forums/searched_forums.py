"""What forums and programmes are found by: at the desk by their names and address names, in public by what everybody reads of a forum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import transaction
from coalition.forums.forum_entries import write_forums
from coalition.forums.name_queries import found_by, next_ids, public_words
from coalition.search.indexing import index, unindex
from coalition.search.search_entries import entries_follow
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

AT_ONCE = 200


async def let_be_found(kind: Kind, number: int) -> None:
    """Let a forum or a programme be found by what it is called now, and by nothing earlier, inside the caller's transaction."""
    await _index(kind, [number])
    if kind is Kind.FORUM:
        await entries_follow(write_forums, number)


async def let_nobody_find_forum(number: int) -> None:
    """Let a forum that is deleted be found by nothing, inside the caller's transaction."""
    await unindex(Kind.FORUM, [number])
    await unindex(Kind.PUBLIC_FORUM, [number])
    await entries_follow(write_forums, number)


async def rebuild_forum_search() -> int:
    """Write every text that forums and programmes are found by and that is not stored as this version makes it; return how many."""
    return sum([await _rebuild(kind) for kind in (Kind.FORUM, Kind.PROGRAMME)])


async def _rebuild(kind: Kind) -> int:
    changed, last = 0, 0
    while ids := await next_ids(kind, last, AT_ONCE):
        last = ids[-1]
        async with transaction():
            changed += await _index(kind, ids) + (await write_forums(ids) if kind is Kind.FORUM else 0)
    return changed


async def _index(kind: Kind, ids: Sequence[int]) -> int:
    changed = await index(kind, await found_by(kind, ids))
    return changed + (await index(Kind.PUBLIC_FORUM, await public_words(ids)) if kind is Kind.FORUM else 0)
