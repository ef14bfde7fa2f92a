"""Erasing lines of the public record at once: an organisation changed its answer, hides its name, is at risk or not listed any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.amendments.public_answers import when_answers_change
from coalition.database import among
from coalition.drafting_record import queries
from coalition.drafting_record.tables import PublishedProposal
from coalition.notices.issuing import pages_change
from coalition.search.indexing import unindex
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Collection


@when_answers_change
async def _erase_not_agreed(memorandum_id: int) -> None:
    """Erase what nobody may read any more, inside the caller's transaction: whole lines, and names where an answer allows the words only.

    Lines that quote words of the organisation that changed its answer are erased too. No page that was rendered before is served any more.
    """
    lines = await queries.lines_not_agreed(memorandum_id)
    unnamed = await queries.lines_not_named(memorandum_id)
    if lines:
        await _erase(lines)
    if unnamed:
        await PublishedProposal.update({PublishedProposal.named: False}).where(among(PublishedProposal.id, unnamed))
    if lines or unnamed:
        await pages_change()


async def _erase(line_ids: Collection[int]) -> None:
    await PublishedProposal.delete().where(among(PublishedProposal.id, line_ids))
    await unindex(Kind.PROPOSAL, line_ids)
