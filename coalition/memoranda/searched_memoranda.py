"""What memoranda are found by at the desk: their titles in every language, their symbols and address names."""

from __future__ import annotations

from coalition.database import transaction
from coalition.memoranda.title_queries import memoranda_called, memoranda_from
from coalition.search.indexing import index
from coalition.search.tables import Kind

AT_ONCE = 200


async def let_memorandum_be_found(number: int) -> None:
    """Let a memorandum be found by what it is called now, inside the caller's transaction."""
    await index(Kind.MEMORANDUM, await memoranda_called([number]))


async def rebuild_memorandum_search() -> int:
    """Write every text that memoranda are found by and that is not stored as this version makes it; return how many."""
    changed, last = 0, 0
    while ids := await memoranda_from(last, AT_ONCE):
        last = ids[-1]
        async with transaction():
            changed += await index(Kind.MEMORANDUM, await memoranda_called(ids))
    return changed
