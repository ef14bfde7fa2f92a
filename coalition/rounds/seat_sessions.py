"""Sessions of seats, at addresses without the token of the link: thirty minutes after the last request, and two hours in all."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import transaction
from coalition.invitations.errors import LinkUnknown, SessionEnded
from coalition.invitations.link_sessions import LONGEST_SESSION, SESSION_LASTS, form_token
from coalition.memoranda import queries as memoranda
from coalition.people.tokens import new_token
from coalition.rounds.seat_link_queries import link_of_seat_session, times_of_seat_session
from coalition.rounds.seat_links import follow_seat, opened_by
from coalition.rounds.tables import Seat, SeatSession
from coalition.shown_again import is_only_shown

if TYPE_CHECKING:
    from coalition.rounds.seat_links import OpenedSeat


async def begin_seat_session(token: str) -> str:
    """Exchange the link of a seat for a session and return the session's token; the first visit is recorded.

    Raises:
        LinkUnknown, LinkExpired: the link is none, or does not work.

    """
    opened = await follow_seat(token)
    if opened is None:
        raise LinkUnknown
    session, session_hash = new_token()
    now = clock.now()
    columns: dict[str, Any] = {"link": opened.link.id, "token_hash": session_hash, "began_at": now, "expires_at": now + SESSION_LASTS}
    async with transaction(brief=True):
        await SeatSession.delete().where(SeatSession.expires_at < now)
        await SeatSession.insert(SeatSession(**columns))
        await Seat.update({Seat.opened_at: now}).where((Seat.id == opened.seat.id) & Seat.opened_at.is_null())
    return session


async def prolong_seat_session(session: str) -> None:
    """Let a session last thirty minutes from now, but not beyond two hours from its beginning."""
    now = clock.now()
    for row in await times_of_seat_session(session):
        expires = min(now + SESSION_LASTS, row["began_at"] + LONGEST_SESSION)
        if expires > row["expires_at"]:
            async with transaction(brief=True):
                await SeatSession.update({SeatSession.expires_at: expires}).where(SeatSession.id == row["id"])


async def seat_session_opens(session: str) -> OpenedSeat | None:
    """Return the seat of a session; None if the session is over, or its link was ended."""
    link = await link_of_seat_session(session)
    return await opened_by(link) if link and not link.ended_at else None


async def hold_seat(session: str) -> OpenedSeat:
    """Return the seat that a session may answer for.

    Raises:
        SessionEnded: there is no such session.

    """
    opened = await seat_session_opens(session)
    if opened is None:
        raise SessionEnded
    return opened


async def hold_seat_alone(session: str) -> OpenedSeat:
    """Return the seat that a session may answer for, with its memorandum locked, inside the caller's transaction.

    Raises:
        SessionEnded: there is no such session, or it was ended while this waited.

    """
    await memoranda.locked((await hold_seat(session)).memorandum.id)
    return await hold_seat(session)


def check_seat_form(session: str, token: object) -> None:
    """Refuse a form of another session; programs do not send this field, and a form that is only shown again may be of another.

    Raises:
        SessionEnded: the hidden field belongs to another session.

    """
    if token is None or is_only_shown():
        return
    if not isinstance(token, str) or not hmac.compare_digest(token.encode(), form_token(session).encode()):
        raise SessionEnded
