"""A round of comments on a draft, with as many seats whatever the register holds, and the session of one of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coalition import clock
from coalition.amendments.comment_queries import places_of_comments
from coalition.amendments.entering import enter_for
from coalition.amendments.forms import AmendmentForm, EnteredAmendmentForm, HandInForm
from coalition.amendments.proposing import hand_in, save_amendment
from coalition.amendments.readers import reader_in
from coalition.people.tokens import hash_of
from coalition.rounds.answering_rounds import hand_in_comments
from coalition.rounds.forms import RoundForm, SeatCommentsForm
from coalition.rounds.seat_sessions import begin_seat_session, hold_seat
from coalition.rounds.sending_rounds import MOST_SHOWN, send_round
from coalition.rounds.tables import SeatSession

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.memoranda.tables import Memorandum

ANSWERED = 30  # more than a page has


async def seated(memorandum: Memorandum, slugs: Sequence[str], later: timedelta) -> str:
    """Send a round to some organisations and let the first hand comments in and amend one provision; return the session of one, which lasts."""
    form = {"kind": "comments", "closes": (clock.today() + later).isoformat(), "organisations": slugs[:MOST_SHOWN], "send": False}
    sent = await send_round(memorandum, RoundForm.parse(form))
    sessions = [await begin_seat_session(seat.link.rpartition("/")[2]) for seat in sent.seats[:ANSWERED]]
    for session in sessions:
        given = {"comments": {"": "It is too long.", "p1": "Say who acts."}, "disclosure": "named", "name": "Ben"}
        await hand_in_comments(session, SeatCommentsForm.parse(given), "en")
    for at in range(ANSWERED):
        proposal = {"organisation": slugs[at % len(slugs)], "disclosure": "named", "operation": "replace", "language": "en", "provision": "p1"}
        await enter_for(memorandum, EnteredAmendmentForm.parse(proposal | {"text": f"The parties meet {at} times a year."}))
    await SeatSession.update({SeatSession.expires_at: clock.now() + later}).where(SeatSession.token_hash == hash_of(sessions[0]))
    return sessions[0]


async def proposed(session: str) -> dict[str, str]:
    """Hand an amendment in, and save another one privately; return the places of the addresses about them and about a comment."""
    given = {"operation": "new", "language": "en", "text": "The parties meet once a year."}
    await save_amendment(session, AmendmentForm.parse(given), "en")
    await hand_in(session, HandInForm.parse({"disclosure": "named"}))
    key = await save_amendment(session, AmendmentForm.parse(given), "en")
    [first, *_] = await places_of_comments(reader_in(await hold_seat(session)))
    return {"key": key, "comment": str(first[0])}
