"""Recording that a coordinator has seen evidence of a representative's mandate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import trail
from coalition.acts import queries as acts
from coalition.acts.new_acts import Evidence
from coalition.acts.recording import add_evidence
from coalition.acts.tables import MandateBasis
from coalition.database import transaction
from coalition.memoranda import queries as memoranda
from coalition.memoranda.public_changes import acts_change
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator


async def record_evidence(memorandum: Memorandum, organisation_id: int, note: str, *, by: Coordinator) -> None:
    """Record that evidence of the mandate was seen; the note is for those who work on the memorandum only.

    Raises:
        NothingStands: no signature or support of this organisation stands.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        standing = await acts.standing_of(row.id, organisation_id)
        await add_evidence(standing.root.id, Evidence(MandateBasis.EVIDENCE, note, by.id))
        await trail.record(TrailAct.MANDATE_RECORDED, f"organisation:{organisation_id}", row.id)
        if standing.named:
            await acts_change(row)
