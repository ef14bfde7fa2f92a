"""Drafting the next edition of a text in force: it begins as a copy and may be given up; the public does not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import trail
from coalition.database import transaction
from coalition.editions.copying import copy_edition
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.after_giving_up import given_up
from coalition.memoranda.tables import Edition
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum


async def revise(memorandum: Memorandum) -> Edition:
    """Begin the next edition as a draft with the same texts and the same provision ids.

    Raises:
        NotAuthenticated: the present text is not fixed.
        DraftInHand: the next edition is already being drafted.
        CorrectionPending: a correction of the present text is not decided.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        drafted, waits = await edition_queries.drafted_edition(row.id), await edition_queries.open_corrections(row.id)
        check(Action.BEGIN_EDITION, Situation(row, drafted=drafted is not None, correction_waits=bool(waits)))
        edition = await edition_queries.latest_edition(row.id)
        await trail.record(TrailAct.EDITION_BEGUN, f"edition:{edition.number + 1}", row.id)
        return await copy_edition(edition, edition.number + 1)


async def give_up(memorandum: Memorandum) -> None:
    """Delete the draft of the next edition, which only those who work on the memorandum could see.

    Raises:
        NoDraft: there is no draft.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        check(Action.GIVE_UP_EDITION, Situation(row, drafted=await edition_queries.drafted_edition(row.id) is not None))
        await Edition.delete().where((Edition.memorandum == row.id) & Edition.digest.is_null())
        await given_up(row.id)
        await trail.record(TrailAct.EDITION_GIVEN_UP, memorandum=row.id)
