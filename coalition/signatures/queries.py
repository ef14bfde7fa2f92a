"""Reads of annulments that were prepared together, and of requests to let the public know more (for those who work on the memorandum)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from coalition.acts.histories import History, current_by_party
from coalition.acts.queries import acts_on
from coalition.acts.tables import Channel
from coalition.database import one_row
from coalition.invitations.tables import Link, LinkPurpose
from coalition.signatures.tables import AnnulmentBatch, DisclosureRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime


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


async def entered_and_standing(memorandum_id: int) -> list[History]:
    """Return the histories that stand and were entered on behalf of their organisations."""
    acts = (await acts_on([memorandum_id]))[memorandum_id]
    return [history for history in current_by_party(acts).values() if history.ended is None and history.root.channel is not Channel.ONLINE]


async def acts_with_receipts(act_ids: Iterable[UUID]) -> set[UUID]:
    """Return those of some acts for which a letter of receipt with a private link was written."""
    rows = await Link.select(Link.act).where(Link.act.is_in(list(act_ids) or [UUID(int=0)]) & (Link.purpose == LinkPurpose.MANAGE.value))
    return {row["act"] for row in rows}


async def receipt_sent_at(act_id: UUID) -> datetime | None:
    """Return the moment when the last letter of receipt of an act was written."""
    receipts = (Link.act == act_id) & (Link.purpose == LinkPurpose.MANAGE.value)
    row = await Link.select(Link.made_at).where(receipts).order_by(Link.made_at, ascending=False).first()
    return row["made_at"] if row else None
