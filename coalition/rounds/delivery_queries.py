"""What became of the letters to seats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import one_of
from coalition.mail.tables import Letter, LetterState
from coalition.rounds.round_days import end_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

_CERTAIN = (LetterState.SENT.value, LetterState.BOUNCED.value)


def subject_of_seat(seat_id: int) -> str:
    """Return the subject of the letters that ask a seat to answer, as `Letter.about`; letters about results have none."""
    return f"seat:{seat_id}"


async def deliveries(seat_ids: Iterable[int], closes_on: Mapping[int, date] | None = None) -> Mapping[int, LetterState]:
    """Return for each seat what became of the last letter of which that is certain: it left, or it came back.

    A letter that waits, is being sent, was given up, or of which nobody knows whether it left, says nothing: silence after it must not
    count. With `closes_on`, by seat, only letters that left until that day count.
    """
    subjects = {subject_of_seat(seat_id): seat_id for seat_id in seat_ids}
    these = one_of(Letter.about, subjects) & Letter.state.is_in(list(_CERTAIN))
    found: dict[int, LetterState] = {}
    for row in await Letter.select(Letter.about, Letter.state, Letter.sent_at).where(these).order_by(Letter.id):
        seat, state = subjects[row["about"]], LetterState(row["state"])
        too_late = closes_on is not None and (row["sent_at"] is None or row["sent_at"] > end_of(closes_on[seat]))
        if state is LetterState.BOUNCED or not too_late:
            found[seat] = state
    return found
