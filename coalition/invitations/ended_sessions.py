"""Signing sessions that are over: erased within a minute, and what one leaves that its holder ended (decision 60).

It leaves the text, for ten minutes, so that the page that follows can name who answers for it. That row has a token of its own: no link, no
organisation and nothing that can be done belongs to it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coalition import clock
from coalition.database import prepared
from coalition.invitations.tables import EndedSession, SigningSession
from coalition.people.tokens import derived, hash_of

if TYPE_CHECKING:
    from datetime import datetime

    from piccolo.query import Delete

    from coalition.memoranda.tables import Memorandum

NAMED_FOR = timedelta(minutes=10)


def token_after(session: str) -> str:
    """Return the token with which a browser goes on after its session was ended; the session cannot be computed from it."""
    return derived(session, "ended")


async def leave_text(session: str, memorandum: Memorandum, *, gives_address: bool) -> None:
    """Let an ended session say for some minutes which text it was about, inside the caller's transaction."""
    row = EndedSession(token_hash=hash_of(token_after(session)), memorandum=memorandum.id, expires_at=clock.now() + NAMED_FOR)
    row.gives_address = gives_address
    await EndedSession.insert(row)


async def erase_sessions_over() -> None:
    """Erase the sessions that are over, and what ended ones left, inside the caller's transaction."""
    now = clock.now()
    await _erase_sessions(now)
    await _erase_ended(now)


@prepared
def _erase_sessions(now: datetime) -> Delete:
    return SigningSession.delete().where(SigningSession.expires_at < now)


@prepared
def _erase_ended(now: datetime) -> Delete:
    return EndedSession.delete().where(EndedSession.expires_at < now)
