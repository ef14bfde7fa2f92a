"""What memoranda are found by: at the desk by all their titles, symbols and address names, in public by what lists show of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import transaction
from coalition.memoranda.memorandum_entries import write_memoranda
from coalition.memoranda.publication import when_published
from coalition.memoranda.title_queries import memoranda_called, memoranda_from, memoranda_titled
from coalition.search.indexing import index, unindex
from coalition.search.search_entries import entries_follow
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

AT_ONCE = 200


async def let_memorandum_be_found(number: int) -> None:
    """Let a memorandum be found by what it is called now, inside the caller's transaction."""
    await _index([number])
    await entries_follow(write_memoranda, number)


async def let_nobody_find(number: int) -> None:
    """Let a memorandum that is deleted be found by nothing, inside the caller's transaction."""
    await unindex(Kind.MEMORANDUM, [number])
    await unindex(Kind.PUBLIC_MEMORANDUM, [number])
    await entries_follow(write_memoranda, number)


@when_published
async def publicity_changes(number: int) -> None:
    """Let everybody find a memorandum as far as it is public at the end of the caller's transaction."""
    await entries_follow(write_memoranda, number)


async def rebuild_memorandum_search() -> int:
    """Write every text that memoranda are found by and that is not stored as this version makes it; return how many."""
    changed, last = 0, 0
    while ids := await memoranda_from(last, AT_ONCE):
        last = ids[-1]
        async with transaction():
            changed += await _index(ids) + await write_memoranda(ids)
    return changed


async def _index(ids: Sequence[int]) -> int:
    at_the_desk = await index(Kind.MEMORANDUM, await memoranda_called(ids))
    return at_the_desk + await index(Kind.PUBLIC_MEMORANDUM, await memoranda_titled(ids))
