"""Reading objections to corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.editions.tables import CorrectionObjection

if TYPE_CHECKING:
    from collections.abc import Sequence


async def objections_to(correction_ids: Sequence[int]) -> list[CorrectionObjection]:
    """Return the objections to some corrections, oldest first (for those who work on the memorandum; a party sees only its own)."""
    concerned = CorrectionObjection.correction.is_in(list(correction_ids) or [0])
    return await CorrectionObjection.objects().where(concerned).order_by(CorrectionObjection.id)
