"""How the seats of a round stand: their states and the answers that count, computed from their rows and their letters."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.mail.tables import LetterState
from coalition.rounds import queries
from coalition.rounds.delivery_queries import deliveries
from coalition.rounds.tables import (
    ANSWER_NAME,
    ANSWER_REASON,
    AnswerDisclosure,
    ConsultationRound,
    Position,
    RoundState,
    Seat,
    SeatAnswer,
    SeatState,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class AnswerView(Struct, frozen=True):
    """One answer of a seat; its reason and the name of who answered are decrypted when they are read."""

    row: SeatAnswer

    @property
    def position(self) -> Position:
        """What was answered."""
        return Position(self.row.position)

    @property
    def disclosure(self) -> AnswerDisclosure:
        """What the other seats read of it."""
        return AnswerDisclosure(self.row.disclosure)

    @property
    def reason(self) -> str:
        """The reason that was given, if any."""
        return ANSWER_REASON.decrypt(self.row.reason, self.row.key)

    @property
    def name(self) -> str:
        """Who answered, if they said so."""
        return ANSWER_NAME.decrypt(self.row.name, self.row.key)


class SeatView(Struct, frozen=True):
    """A seat with its state, the answer that counts, and the last answer after the deadline; for the coordinators and for its own organisation."""

    id: int
    organisation: int
    state: SeatState
    answer: AnswerView | None
    late: AnswerView | None
    reminded: bool
    has_contact: bool

    @property
    def tone(self) -> str:
        """How much its state asks for attention: good, warn or none."""
        return "good" if self.answer else tone_of(self.state)


def tone_of(state: SeatState) -> str:
    """Return whether a state asks for attention: no letter arrived."""
    return "warn" if state in {SeatState.BOUNCED, SeatState.NOT_SENT} else ""


def state_of(seat: Seat, answered: SeatAnswer | None, delivery: LetterState | None, *, is_open: bool) -> SeatState:
    """Return the state of a seat: an answer counts most, then that somebody opened the link, then what became of the letter.

    When a round is closed, the state of a seat without an answer is settled.
    """
    if answered:
        return SeatState.ANSWERED
    if not is_open and seat.settled:
        return SeatState(seat.settled)
    if seat.opened_at:
        return SeatState.OPENED
    if delivery is LetterState.BOUNCED:
        return SeatState.BOUNCED
    return SeatState.SENT if delivery is LetterState.SENT else SeatState.NOT_SENT


async def views_of(rounds: Sequence[ConsultationRound]) -> Mapping[int, list[SeatView]]:
    """Return the seats of some rounds by round, in the order of their ids, in a fixed number of queries (for the coordinators)."""
    by_id = {row.id: row for row in rounds}
    seats = await queries.seats_of(by_id)
    counting, late = await _answers(seat.id for seat in seats)
    delivered = await deliveries([seat.id for seat in seats if by_id[seat.round].state == RoundState.OPEN])
    views: dict[int, list[SeatView]] = {row.id: [] for row in rounds}
    for seat in seats:
        is_open = by_id[seat.round].state == RoundState.OPEN
        state = state_of(seat, counting.get(seat.id), delivered.get(seat.id), is_open=is_open)
        views[seat.round].append(_view(seat, state, counting.get(seat.id), late.get(seat.id)))
    return views


def _view(seat: Seat, state: SeatState, counting: SeatAnswer | None, late: SeatAnswer | None) -> SeatView:
    return SeatView(
        id=seat.id,
        organisation=seat.organisation,
        state=state,
        answer=AnswerView(counting) if counting else None,
        late=AnswerView(late) if late else None,
        reminded=seat.reminded_on is not None,
        has_contact=seat.contact is not None,
    )


async def _answers(seat_ids: Iterable[int]) -> tuple[dict[int, SeatAnswer], dict[int, SeatAnswer]]:
    """Return by seat the answer that counts, and the last late one."""
    counting: dict[int, SeatAnswer] = {}
    late: dict[int, SeatAnswer] = {}
    for answer in await queries.answers_of(seat_ids):
        (late if answer.late else counting)[answer.seat] = answer
    return counting, late


class Disclosed(Struct, frozen=True):
    """What other seats read of an answer; `organisation` is None where its author asked for no name."""

    organisation: int | None
    position: Position
    reason: str
    language: str
    answer: int


def disclosed_by(views: Iterable[SeatView], own_seat: int) -> list[Disclosed]:
    """Return the answers of other seats as their authors disclosed them: those with a name, then those without, in no order that tells anything."""
    read: dict[AnswerDisclosure, list[tuple[str, Disclosed]]] = defaultdict(list)
    for view in views:
        answer = view.answer
        if view.id == own_seat or answer is None or answer.disclosure is AnswerDisclosure.COORDINATORS:
            continue
        named = answer.disclosure is AnswerDisclosure.NAMED
        disclosed = Disclosed(view.organisation if named else None, answer.position, answer.reason, answer.row.language, answer.row.id)
        read[answer.disclosure].append((answer.row.key, disclosed))
    return [disclosed for kind in AnswerDisclosure for _, disclosed in sorted(read[kind], key=lambda pair: pair[0])]
