"""Reads of the links of seats and of the sessions they begin; nobody is shown a link, its holder is shown what it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import made_of, one_row, prepared, whole
from coalition.people.tokens import hash_of
from coalition.rounds.tables import SeatLink, SeatSession

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from piccolo.custom_types import Combinable
    from piccolo.query import Select


def living_links_of(seat_id: int) -> Combinable:
    """Return the condition on the links of a seat that were not replaced or ended."""
    return (SeatLink.seat == seat_id) & SeatLink.replaced_at.is_null() & SeatLink.ended_at.is_null()


def links_of(seat_id: int) -> Select[SeatLink]:
    """Return the ids of all links of a seat, as a part of another query."""
    return SeatLink.select(SeatLink.id).where(SeatLink.seat == seat_id)


def links_of_round(round_id: int) -> Select[SeatLink]:
    """Return the ids of all links of a round, as a part of another query."""
    seat: Any = SeatLink.seat
    return SeatLink.select(SeatLink.id).where(seat.round == round_id)


async def seat_link_by_hash(token_hash: str) -> SeatLink | None:
    """Return the link of a seat whose token has this hash, whether or not it still works."""
    return await one_row(SeatLink, SeatLink.token_hash == token_hash)


async def link_of_seat_session(session: str) -> SeatLink | None:
    """Return the link that began a session; None when the session is over."""
    rows = await _link_of_session(hash_of(session), clock.now())
    return made_of(SeatLink, rows[0]) if rows else None


@prepared
def _link_of_session(token_hash: str, now: datetime) -> Select[SeatLink]:
    living = (SeatSession.token_hash == token_hash) & (SeatSession.expires_at > now)
    return SeatLink.select(whole(SeatLink)).where(SeatLink.id.is_in(SeatSession.select(SeatSession.link).where(living)))


async def times_of_seat_session(session: str) -> Sequence[dict[str, Any]]:
    """Return when a session began and when it expires; nothing when it is over."""
    living = (SeatSession.token_hash == hash_of(session)) & (SeatSession.expires_at > clock.now())
    return await SeatSession.select(SeatSession.id, SeatSession.began_at, SeatSession.expires_at).where(living)
