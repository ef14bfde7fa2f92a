"""Reading requests to sign or accede; only the memorandum's coordinators may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piccolo.query.functions import Count

from coalition.database import among, is_postgres, one_row
from coalition.memoranda.queries import served_by
from coalition.people.tokens import hash_of
from coalition.signing_requests.tables import SigningRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime


async def by_token(memorandum_id: int, token: str, *, asked_after: datetime) -> SigningRequest | None:
    """Return the request of a link, unless it was not confirmed in time."""
    linked = (SigningRequest.memorandum == memorandum_id) & (SigningRequest.token_hash == hash_of(token))
    timely = SigningRequest.confirmed_at.is_not_null() | (SigningRequest.requested_at > asked_after)
    return await one_row(SigningRequest, linked & timely)


async def requests_of(memorandum_id: int) -> Sequence[SigningRequest]:
    """Return the confirmed requests: waiting ones, then decided ones, newest first (for the memorandum's coordinators)."""
    confirmed = (SigningRequest.memorandum == memorandum_id) & SigningRequest.confirmed_at.is_not_null()
    rows = await SigningRequest.objects().where(confirmed).order_by(SigningRequest.confirmed_at, ascending=False).limit(500)
    return sorted(rows, key=lambda row: row.decided_at is not None)


async def request_of(memorandum_id: int, request_id: int) -> SigningRequest | None:
    """Return one confirmed request (for the memorandum's coordinators)."""
    confirmed = (SigningRequest.id == request_id) & (SigningRequest.memorandum == memorandum_id) & SigningRequest.confirmed_at.is_not_null()
    return await one_row(SigningRequest, confirmed)


async def request_numbered(memorandum_id: int, number: str) -> SigningRequest | None:
    """Return one confirmed request by the number in an address; None if that is no number (for the memorandum's coordinators)."""
    return await request_of(memorandum_id, int(number)) if number.isascii() and number.isdecimal() and len(number) < len(str(2**31)) else None


async def locked_request(memorandum_id: int, request_id: int) -> SigningRequest | None:
    """Return the same as `request_of`, and lock the row until the transaction ends."""
    query = SigningRequest.select(SigningRequest.id).where(SigningRequest.id == request_id)
    await (query.lock_rows("UPDATE") if is_postgres() else query)
    return await request_of(memorandum_id, request_id)


async def with_waiting_requests(coordinator_id: int, *, limit: int) -> list[int]:
    """Return the ids of memoranda that a person works on and where a confirmed request waits for a decision, newest first."""
    waiting = SigningRequest.confirmed_at.is_not_null() & SigningRequest.decided_at.is_null()
    these = waiting & SigningRequest.memorandum.is_in(served_by(coordinator_id))
    query = SigningRequest.select(SigningRequest.memorandum).where(these).order_by(SigningRequest.memorandum, ascending=False)
    return await query.distinct().limit(limit).output(as_list=True)


async def waiting_counts(memorandum_ids: Iterable[int]) -> dict[int, int]:
    """Return the number of confirmed requests that wait for a decision, by memorandum (for their coordinators)."""
    waiting = SigningRequest.confirmed_at.is_not_null() & SigningRequest.decided_at.is_null()
    these = waiting & among(SigningRequest.memorandum, memorandum_ids)
    rows = await SigningRequest.select(SigningRequest.memorandum, Count()).where(these).group_by(SigningRequest.memorandum)
    return {row["memorandum"]: row["count"] for row in rows}
