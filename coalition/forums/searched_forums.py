"""What forums and programmes are found by at the desk: their names in any script and language, and their address names."""

from __future__ import annotations

from coalition.database import transaction
from coalition.forums.name_queries import found_by, next_ids
from coalition.search.indexing import index
from coalition.search.tables import Kind

AT_ONCE = 200


async def let_be_found(kind: Kind, number: int) -> None:
    """Let a forum or a programme be found by its present names, and by no earlier ones, inside the caller's transaction."""
    await index(kind, await found_by(kind, [number]))


async def rebuild_forum_search() -> int:
    """Write every text that forums and programmes are found by and that is not stored as this version makes it; return how many."""
    return sum([await _rebuild(kind) for kind in (Kind.FORUM, Kind.PROGRAMME)])


async def _rebuild(kind: Kind) -> int:
    changed, last = 0, 0
    while ids := await next_ids(kind, last, AT_ONCE):
        last = ids[-1]
        async with transaction():
            changed += await index(kind, await found_by(kind, ids))
    return changed
