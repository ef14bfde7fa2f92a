"""Reads of annulments that were prepared together (for those who work on the memorandum)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import one_row
from coalition.signatures.tables import AnnulmentBatch

if TYPE_CHECKING:
    from collections.abc import Sequence


async def batches_of(memorandum_id: int) -> Sequence[AnnulmentBatch]:
    """Return the batches of a memorandum, newest first."""
    return await AnnulmentBatch.objects().where(AnnulmentBatch.memorandum == memorandum_id).order_by(AnnulmentBatch.id, ascending=False)


async def batch_of(memorandum_id: int, number: int) -> AnnulmentBatch | None:
    """Return one batch of a memorandum."""
    return await one_row(AnnulmentBatch, (AnnulmentBatch.memorandum == memorandum_id) & (AnnulmentBatch.id == number))
