"""Reading requests to sign or accede; only the memorandum's coordinators may see them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from piccolo.columns.combination import WhereRaw
from piccolo.query import OrderByRaw
from piccolo.query.functions import Count
from piccolo.querystring import QueryString

from coalition.database import among, is_postgres, made_of, one_row, whole
from coalition.memoranda.queries import served_by
from coalition.people.tokens import hash_of
from coalition.search.queries import tested
from coalition.search.tables import Kind
from coalition.signing_requests.tables import SigningRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from piccolo.columns.combination import And


async def by_token(memorandum_id: int, token: str, *, asked_after: datetime) -> SigningRequest | None:
    """Return the request of a link, unless it was not confirmed in time."""
    linked = (SigningRequest.memorandum == memorandum_id) & (SigningRequest.token_hash == hash_of(token))
    timely = SigningRequest.confirmed_at.is_not_null() | (SigningRequest.requested_at > asked_after)
    return await one_row(SigningRequest, linked & timely)


# In lists that begin with what waits, and then with the newest; an index has the same text.
_WAITING = 4294967296  # from which the places of waiting requests begin
_PLACE = f"CASE WHEN decided_at IS NULL THEN {_WAITING} + id ELSE id END"
_NUMBER = re.compile(r"[0-9]{1,10}")  # anything else in the address shows the first page


class RequestsPage(NamedTuple):
    """A page of requests, and where the next page begins; "" if there is none."""

    requests: Sequence[SigningRequest]
    after: str


# The orders of the list, by name: what its rows are sorted by, and whether that ascends.
ORDERS = {"": (_PLACE, False), "newest": ("id", False), "oldest": ("id", True)}


async def page_of_requests(  # noqa: PLR0913 -- the choices of a list
    memorandum_id: int, text: str = "", *, state: str = "", sort: str = "", after: str = "", limit: int
) -> RequestsPage:
    """Return a page of the confirmed requests: waiting ones, then decided ones, newest first (for the memorandum's coordinators).

    `text` matches a name of the organisation or of the person, `state` is waiting, accepted or refused, empty for all, `sort` one of `ORDERS`.
    """
    key, ascending = ORDERS[sort]
    query = SigningRequest.select(whole(SigningRequest), QueryString(f"{key} AS place")).where(_confirmed(memorandum_id))
    if text:
        query = query.where(await tested(Kind.REQUEST, SigningRequest.id, text))
    if state == "waiting":
        query = query.where(WhereRaw(f"{_PLACE} >= {_WAITING}"))
    elif state:
        decided = WhereRaw(f"{_PLACE} < {_WAITING}")
        query = query.where(decided & (SigningRequest.reason != "" if state == "refused" else SigningRequest.reason == ""))
    if _NUMBER.fullmatch(after):
        query = query.where(WhereRaw(key + (" > {}" if ascending else " < {}"), int(after)))
    rows = await query.order_by(OrderByRaw(key), ascending=ascending).limit(limit + 1)
    places = [row.pop("place") for row in rows]
    return RequestsPage([made_of(SigningRequest, row) for row in rows[:limit]], str(places[limit - 1]) if len(rows) > limit else "")


async def requests_after(request_id: int, limit: int) -> Sequence[SigningRequest]:
    """Return the requests that follow one, confirmed or not, for what is rebuilt for one after the other."""
    return await SigningRequest.objects().where(SigningRequest.id > request_id).order_by(SigningRequest.id).limit(limit)


async def number_of_requests() -> int:
    """Return how many requests there are, confirmed or not (for checks of what is computed from them)."""
    return int(await SigningRequest.count())


async def ended_requests(*, asked_until: datetime, confirmed_until: datetime, decided_until: datetime) -> list[int]:
    """Return the ids of requests that were not confirmed, not decided, or decided, until some moments (for the job that deletes them)."""
    unconfirmed = SigningRequest.confirmed_at.is_null() & (SigningRequest.requested_at <= asked_until)
    undecided = SigningRequest.decided_at.is_null() & (SigningRequest.confirmed_at <= confirmed_until)
    over = unconfirmed | undecided | (SigningRequest.decided_at <= decided_until)
    return await SigningRequest.select(SigningRequest.id).where(over).output(as_list=True)


async def oldest_requests(memorandum_id: int, *, after: int, limit: int) -> Sequence[SigningRequest]:
    """Return the confirmed requests that follow a number (for the memorandum's coordinators)."""
    later = _confirmed(memorandum_id) & (SigningRequest.id > after)
    return await SigningRequest.objects().where(later).order_by(SigningRequest.id).limit(limit)


def _confirmed(memorandum_id: int) -> And:
    return (SigningRequest.memorandum == memorandum_id) & SigningRequest.confirmed_at.is_not_null()


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
