"""The next edition of a text that is in force: begun as a copy, written at the desk, given up; the public reads the present one meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import transaction
from coalition.editions.copying import copy_edition
from coalition.editions.errors import CorrectionPending, DraftInHand, NoDraft
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.errors import NotAuthenticated
from coalition.memoranda.tables import Edition, TextState

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum


async def revise(memorandum: Memorandum) -> Edition:
    """Begin the next edition as a draft with the same texts and the same ids of provisions.

    Raises:
        NotAuthenticated: the present text is not fixed.
        DraftInHand: one is being written already.
        CorrectionPending: a correction of the present text is not decided.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        if row.text_state != TextState.AUTHENTICATED:
            raise NotAuthenticated
        if await edition_queries.drafted_edition(row.id):
            raise DraftInHand
        if await edition_queries.open_corrections(row.id):
            raise CorrectionPending
        edition = await edition_queries.latest_edition(row.id)
        return await copy_edition(edition, edition.number + 1)


async def give_up(memorandum: Memorandum) -> None:
    """Delete the draft of the next edition; nobody but those who work on the memorandum ever saw it.

    Raises:
        NoDraft: there is none.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        edition = await edition_queries.drafted_edition(row.id)
        if edition is None:
            raise NoDraft
        await Edition.delete().where(Edition.id == edition.id)
