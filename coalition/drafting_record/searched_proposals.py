"""What the lines of a public record of drafting are found by: the words that everybody reads in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import transaction
from coalition.drafting_record.queries import proposals_from
from coalition.search.indexing import index
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition.drafting_record.tables import PublishedProposal

AT_ONCE = 100


async def let_proposals_be_found(proposals: Iterable[PublishedProposal]) -> int:
    """Let lines be found by their words, and by no earlier ones, inside the caller's transaction; return how many texts changed."""
    return await index(Kind.PROPOSAL, {row.id: [row.text, row.base, row.reason, row.decision_reason] for row in proposals})


async def let_nothing_find(proposal_ids: Iterable[int]) -> None:
    """Let nothing find lines that were taken back, inside the caller's transaction."""
    await index(Kind.PROPOSAL, {number: [] for number in proposal_ids})


async def rebuild_proposal_search() -> int:
    """Write every text that lines are found by and that is not stored as this version makes it; return how many."""
    changed, last = 0, 0
    while rows := await proposals_from(last, AT_ONCE):
        last = rows[-1].id
        async with transaction():
            changed += await let_proposals_be_found(rows)
    return changed
