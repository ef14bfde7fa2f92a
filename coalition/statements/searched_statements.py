"""What statements are found by: their words, those of what remained and of what was withdrawn, and their translations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import transaction
from coalition.search.indexing import index
from coalition.search.tables import Kind
from coalition.statements.word_queries import numbers_of_statements, statements_from, words_of_statements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

AT_ONCE = 100


async def let_statement_be_found(statement: UUID) -> None:
    """Let a statement be found by every text that its page shows, inside the caller's transaction."""
    await _index([statement])


async def rebuild_statement_search() -> int:
    """Write every text that statements are found by and that is not stored as this version makes it; return how many."""
    changed, last = 0, None
    while ids := await statements_from(last, AT_ONCE):
        last = ids[-1]
        async with transaction():
            changed += await _index(ids)
    return changed


async def _index(ids: Sequence[UUID]) -> int:
    words = await words_of_statements(ids)
    return await index(Kind.STATEMENT, {number: words[statement] for statement, number in (await numbers_of_statements(ids)).items()})
