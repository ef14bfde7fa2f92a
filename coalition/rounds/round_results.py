"""The result of a round: computed from its seats whenever it is shown, never stored (rule 8 of drafting: a round decides nothing by itself)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.languages import Message
from coalition.memoranda.tables import AdoptionRule
from coalition.rounds.queries import round_called
from coalition.rounds.round_days import is_overdue
from coalition.rounds.seats import views_of
from coalition.rounds.tables import Position, RoundKind, RoundState, SeatState
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from coalition.rounds.seats import SeatView
    from coalition.rounds.tables import ConsultationRound


class Outcome(Word):
    """What the answers of a round come to."""

    OPEN = "open", Message("open")
    AGREED = "agreed", Message("agreed")
    NOT_AGREED = "not_agreed", Message("not agreed")


class Result(Struct, frozen=True):
    """How the seats of a round stand. `early` says that it was closed before its deadline was over, so that silence means nothing.

    `ended_on` is the day until which answers counted: the deadline, or the day of an early closing.

    Of an open round, `silent` is the number of seats that the letter reached and that have not answered so far.
    """

    kind: RoundKind
    is_open: bool
    early: bool
    closes_on: date
    ended_on: date
    seats: int = 0
    agree: int = 0
    can_live: int = 0
    objections: int = 0
    commented: int = 0
    silent: int = 0
    bounced: int = 0
    not_sent: int = 0
    late: int = 0

    @property
    def answered(self) -> int:
        """How many answered in time."""
        return self.agree + self.can_live + self.objections + self.commented

    @property
    def unreached(self) -> int:
        """How many did not answer and cannot be taken for silent, because no letter arrived."""
        return self.bounced + self.not_sent

    @property
    def outcome(self) -> Outcome | None:
        """What the answers come to; None for a closed round of comments, which agrees on nothing.

        Silence is agreement in a silence procedure only, once its deadline is over, and if the letter arrived.
        """
        if self.is_open:
            return Outcome.OPEN
        if self.kind is RoundKind.COMMENTS:
            return None
        silence_counts = self.kind is RoundKind.SILENCE and not self.early
        missing = self.unreached + (0 if silence_counts else self.silent)
        return Outcome.NOT_AGREED if self.objections or missing or not self.seats else Outcome.AGREED


def result_of(row: ConsultationRound, seats: Iterable[SeatView]) -> Result:
    """Compute the result of a round from all its seats; late answers are counted apart and change nothing."""
    views = list(seats)
    early = row.closed_at is not None and not is_overdue(row, row.closed_at)
    states = Counter(view.state for view in views)
    positions = Counter(view.answer.position for view in views if view.answer)
    return Result(
        kind=RoundKind(row.kind),
        is_open=row.state == RoundState.OPEN,
        early=early,
        closes_on=row.closes_on,
        ended_on=row.closed_at.date() if early else row.closes_on,
        seats=len(views),
        agree=positions[Position.AGREE],
        can_live=positions[Position.CAN_LIVE],
        objections=positions[Position.OBJECT],
        commented=positions[Position.COMMENTS],
        silent=states[SeatState.SILENT] + states[SeatState.SENT] + states[SeatState.OPENED],
        bounced=states[SeatState.BOUNCED],
        not_sent=states[SeatState.NOT_SENT],
        late=sum(view.late is not None for view in views),
    )


async def results_of(rounds: Sequence[ConsultationRound]) -> Mapping[int, Result]:
    """Return the results of some rounds, by id."""
    views = await views_of(rounds)
    return {row.id: result_of(row, views[row.id]) for row in rounds}


async def adopted_by_silence(memorandum_id: int, number: int) -> dict[str, str]:
    """Return the rule and the day of an adoption that a silence procedure agreed to, as its form has them; nothing for any other round."""
    row = await round_called(memorandum_id, number) if number else None
    if row is None or row.kind != RoundKind.SILENCE:
        return {}
    result = (await results_of([row]))[row.id]
    return {"rule": AdoptionRule.SILENCE.value, "on": result.ended_on.isoformat()} if result.outcome is Outcome.AGREED else {}
