"""Saving the chase list as a file: every file is recorded in the trail, in the transaction that reads what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import trail
from coalition.database import transaction
from coalition.invitations.chase_list import chase_list
from coalition.invitations.chase_list_csv import chase_csv
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum


async def export_chase_list(memorandum: Memorandum, language: str) -> bytes:
    """Return the chase list as CSV, with the names that the public does not see (for those who work on the memorandum)."""
    async with transaction():
        chased = await chase_list(memorandum)
        await trail.record(TrailAct.NAMES_EXPORTED, "file:signatories", memorandum.id)
    return chase_csv(chased, language)
