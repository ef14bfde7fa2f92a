"""Reads of annulments that were prepared together, and of requests to let the public know more (for those who work on the memorandum)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import one_row
from coalition.signatures.tables import AnnulmentBatch, DisclosureRequest

if TYPE_CHECKING:
    from collections.abc import Sequence


async def batches_of(memorandum_id: int) -> Sequence[AnnulmentBatch]:
    """Return the batches of a memorandum, newest first."""
    return await AnnulmentBatch.objects().where(AnnulmentBatch.memorandum == memorandum_id).order_by(AnnulmentBatch.id, ascending=False)


async def batch_of(memorandum_id: int, number: int) -> AnnulmentBatch | None:
    """Return one batch of a memorandum."""
    return await one_row(AnnulmentBatch, (AnnulmentBatch.memorandum == memorandum_id) & (AnnulmentBatch.id == number))


async def waiting_request(memorandum_id: int, organisation_id: int) -> DisclosureRequest | None:
    """Return the request of an organisation that waits, for its own pages too."""
    here = (DisclosureRequest.memorandum == memorandum_id) & (DisclosureRequest.organisation == organisation_id)
    return await one_row(DisclosureRequest, here & DisclosureRequest.stopped_at.is_null() & DisclosureRequest.done_at.is_null())


async def request_by_id(request_id: int) -> DisclosureRequest | None:
    """Return a request (for operations only)."""
    return await one_row(DisclosureRequest, DisclosureRequest.id == request_id)


async def request_to_stop(token_hash: str) -> DisclosureRequest | None:
    """Return the request that the holder of a letter may stop."""
    return await one_row(DisclosureRequest, DisclosureRequest.stop_hash == token_hash)
