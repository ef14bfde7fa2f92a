"""Reading all statements of a memorandum at once, as no page does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.statements.public_statement_queries import ids_in_order, statements_among
from coalition.statements.queries import recorded_page
from coalition.statements.views import threaded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from coalition.memoranda.tables import Memorandum
    from coalition.statements.views import Stated


async def statements_of(memorandum: Memorandum, as_at: date | None = None) -> Sequence[Stated]:
    """Return the public statements as at a day, objections under their reservation."""
    return threaded(await statements_among(memorandum, await ids_in_order(memorandum, as_at), as_at))


async def all_statements(memorandum_id: int) -> Sequence[Stated]:
    """Return every statement: those with a number in its order, then the others in the order they were recorded."""
    stated, more = await recorded_page(memorandum_id, None, 1000)
    assert more is None
    return threaded(sorted(stated, key=lambda each: (each.number is None, each.number or 0)))
