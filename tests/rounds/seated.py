"""Rounds for stories: sent by a coordinator, with the links of the letters and the answers of organisations."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import transaction
from coalition.jobs.worker import run_due
from coalition.mail.letter_changes import bounced
from coalition.mail.tables import Letter, LetterState
from coalition.organisations import queries as organisations
from coalition.rounds import queries
from coalition.rounds.answering_rounds import answer_round
from coalition.rounds.delivery_queries import subject_of_seat
from coalition.rounds.forms import RoundForm, SeatAnswerForm
from coalition.rounds.round_results import result_of
from coalition.rounds.seat_sessions import begin_seat_session
from coalition.rounds.seats import views_of
from coalition.rounds.sending_rounds import send_round
from tests.letters import letters_in_tray

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.rounds.round_results import Result
    from coalition.rounds.seats import SeatView
    from coalition.rounds.tables import ConsultationRound, SeatAnswer

_TOKEN = re.compile(r"/invitations/([\w-]{43})")


def day(days: int) -> str:
    """Return a day to come, as the clock of the test has it."""
    return str(clock.today() + timedelta(days=days))


async def sent(memorandum: Memorandum, *slugs: str, kind: str = "silence", days: int = 7, **more: Any) -> ConsultationRound:
    """Send a round to some organisations until a day to come; the letters wait in the tray."""
    form = RoundForm.parse({"kind": kind, "closes": day(days), "organisations": list(slugs)} | more)
    return (await send_round(memorandum, form)).round


async def tokens() -> dict[str, str]:
    """Return the token in the last letter to each address that waits in the tray, by the part of the address before the @."""
    letters = [(letter, _TOKEN.search(letter.text)) for letter in await letters_in_tray()]
    return {letter.address.partition("@")[0]: token[1] for letter, token in letters if token}


async def deliver() -> dict[str, str]:
    """Let all letters leave; return their tokens."""
    known = await tokens()
    await run_due()
    return known


async def answer(token: str, position: str, **more: Any) -> SeatAnswer:
    """Answer with the link of a seat."""
    given = {"position": position, "disclosure": "named", "reason": "The text goes too far." if position == "object" else ""}
    return await answer_round(await begin_seat_session(token), SeatAnswerForm.parse(given | more), "en")


async def bounce(row: ConsultationRound, slug: str) -> None:
    """Let the letters to the seat of an organisation come back."""
    ids = await organisations.ids_by_slug([slug])
    for seat in await queries.seats_of([row.id]):
        if seat.organisation == ids[slug]:
            about = subject_of_seat(seat.id)
            async with transaction():
                await Letter.update({Letter.state: LetterState.BOUNCED.value}).where(Letter.about == about)
                await bounced(about)


async def again(row: ConsultationRound) -> ConsultationRound:
    """Return a round as it is now."""
    found = await queries.round_by_id(row.id)
    assert found is not None
    return found


async def result(row: ConsultationRound) -> Result:
    """Return the result of a round as it is now."""
    now = await again(row)
    return result_of(now, (await views_of([now]))[now.id])


async def seats(row: ConsultationRound) -> dict[str, SeatView]:
    """Return the seats of a round by the slugs of their organisations."""
    views = (await views_of([await again(row)]))[row.id]
    slugs = await organisations.slugs_by_id(view.organisation for view in views)
    return {slugs[view.organisation]: view for view in views}
