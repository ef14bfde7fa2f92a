"""The private links of seats: a newer link replaces the earlier one, and all end some time after the deadline. Following a link changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import clock, trail
from coalition.addresses import url_for
from coalition.database import put, transaction
from coalition.invitations.errors import LinkExpired
from coalition.memoranda import queries as memoranda
from coalition.people.tokens import hash_of, new_token
from coalition.rounds import queries
from coalition.rounds.round_days import end_of, is_overdue
from coalition.rounds.seat_link_queries import links_of, living_links_of, seat_link_by_hash
from coalition.rounds.tables import RoundState, SeatLink, SeatSession
from coalition.settings import load
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from datetime import datetime

    from coalition.memoranda.tables import Memorandum
    from coalition.rounds.tables import ConsultationRound, Seat

AFTER_DEADLINE = timedelta(days=30)  # in which an organisation can read the result, and answer late


class OpenedSeat(Struct, frozen=True):
    """What the link of a seat opens."""

    link: SeatLink
    seat: Seat
    round: ConsultationRound
    memorandum: Memorandum

    @property
    def takes_answers(self) -> bool:
        """Whether an answer of now would count."""
        return self.round.state == RoundState.OPEN and not is_overdue(self.round, clock.now())


def valid_until(row: ConsultationRound) -> datetime:
    """Return the moment when the links of a round end."""
    return end_of(row.closes_on) + AFTER_DEADLINE


async def make_seat_link(seat_id: int, language: str) -> str:
    """Create the link of a seat in place of every earlier one, inside the caller's transaction; return its address, which is not stored.

    Sessions that began with an earlier link go on until they are over.
    """
    token, token_hash = new_token()
    await SeatLink.update({SeatLink.replaced_at: clock.now()}).where(living_links_of(seat_id))
    await put(SeatLink, seat=seat_id, token_hash=token_hash, made_at=clock.now())
    return load().base_url + url_for("signing.invitation.show", lang=language, token=token)


async def end_seat_links(row: ConsultationRound, seat_id: int) -> None:
    """End every link of a seat of a round, and the sessions that began with them; a reminder brings a new one.

    Raises:
        LookupError: the round has no such seat.

    """
    async with transaction():
        seat = await queries.seat_by_id(seat_id)
        if seat is None or seat.round != row.id:
            raise LookupError(seat_id)
        await SeatSession.delete().where(SeatSession.link.is_in(links_of(seat_id)))
        await SeatLink.update({SeatLink.ended_at: clock.now()}).where((SeatLink.seat == seat_id) & SeatLink.ended_at.is_null())
        await trail.record(TrailAct.LINKS_REVOKED, f"organisation:{seat.organisation}", row.memorandum)


async def follow_seat(token: str) -> OpenedSeat | None:
    """Return what a link opens; None if it is no link of a seat.

    Raises:
        LinkExpired: it was replaced or ended, or the round is long over.

    """
    link = await seat_link_by_hash(hash_of(token))
    if link is None:
        return None
    opened = await opened_by(link)
    if link.replaced_at or link.ended_at or clock.now() > valid_until(opened.round):
        raise LinkExpired
    return opened


async def opened_by(link: SeatLink) -> OpenedSeat:
    """Return the seat of a link with its round and memorandum, whether the link works or not."""
    seat = await queries.seat_by_id(link.seat)
    row = await queries.round_by_id(seat.round) if seat else None
    memorandum = await memoranda.by_id(row.memorandum) if row else None
    if seat is None or row is None or memorandum is None:  # pragma: no cover -- foreign keys forbid it
        raise LinkExpired
    return OpenedSeat(link, seat, row, memorandum)
