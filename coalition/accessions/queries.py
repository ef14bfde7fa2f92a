"""Reading requests to accede; only the memorandum's coordinators may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piccolo.query.functions import Count

from coalition.accessions.tables import AccessionRequest
from coalition.database import is_postgres, one_row
from coalition.people.tokens import hash_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime


async def by_token(memorandum_id: int, token: str, *, asked_after: datetime) -> AccessionRequest | None:
    """Return the request of a link, unless it was not confirmed in time."""
    linked = (AccessionRequest.memorandum == memorandum_id) & (AccessionRequest.token_hash == hash_of(token))
    timely = AccessionRequest.confirmed_at.is_not_null() | (AccessionRequest.requested_at > asked_after)
    return await one_row(AccessionRequest, linked & timely)


async def requests_of(memorandum_id: int) -> Sequence[AccessionRequest]:
    """Return the confirmed requests: waiting ones, then decided ones, newest first (for the memorandum's coordinators)."""
    confirmed = (AccessionRequest.memorandum == memorandum_id) & AccessionRequest.confirmed_at.is_not_null()
    rows = await AccessionRequest.objects().where(confirmed).order_by(AccessionRequest.confirmed_at, ascending=False).limit(500)
    return sorted(rows, key=lambda row: row.decided_at is not None)


async def request_of(memorandum_id: int, request_id: int) -> AccessionRequest | None:
    """Return one confirmed request (for the memorandum's coordinators)."""
    confirmed = (AccessionRequest.id == request_id) & (AccessionRequest.memorandum == memorandum_id) & AccessionRequest.confirmed_at.is_not_null()
    return await one_row(AccessionRequest, confirmed)


async def locked_request(memorandum_id: int, request_id: int) -> AccessionRequest | None:
    """Return the same as `request_of`, and lock the row until the transaction ends."""
    query = AccessionRequest.select(AccessionRequest.id).where(AccessionRequest.id == request_id)
    await (query.lock_rows("UPDATE") if is_postgres() else query)
    return await request_of(memorandum_id, request_id)


async def waiting_counts(memorandum_ids: Iterable[int]) -> dict[int, int]:
    """Return the number of confirmed requests that wait for a decision, by memorandum (for their coordinators)."""
    waiting = AccessionRequest.confirmed_at.is_not_null() & AccessionRequest.decided_at.is_null()
    among = AccessionRequest.memorandum.is_in(list(memorandum_ids) or [0])
    rows = await AccessionRequest.select(AccessionRequest.memorandum, Count()).where(waiting & among).group_by(AccessionRequest.memorandum)
    return {row["memorandum"]: row["count"] for row in rows}
