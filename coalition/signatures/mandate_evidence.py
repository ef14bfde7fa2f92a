"""Putting on record that a coordinator has seen what shows a representative's mandate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock
from coalition.acts import queries as acts
from coalition.acts.tables import Mandate, MandateBasis
from coalition.database import transaction
from coalition.memoranda import queries as memoranda
from coalition.notices.issuing import pages_change

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator
    from coalition.signatures.on_behalf_forms import EvidenceForm


async def record_evidence(memorandum: Memorandum, organisation_id: int, form: EvidenceForm, *, by: Coordinator) -> None:
    """Record that evidence of the mandate was seen; the note stays among those who work on the memorandum.

    Raises:
        NothingStands: no signature or support of this organisation stands.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        found = await acts.standing_of(row.id, organisation_id)
        seen = Mandate(act=found.root.id, basis=MandateBasis.EVIDENCE.value, note=form.note, seen_by=by.id, seen_at=clock.now())
        await Mandate.insert(seen)
        await pages_change()
