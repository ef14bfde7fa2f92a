"""Who reads amendments: the coordinators and editors of a memorandum, or one seat, which reads what others handed in as they disclosed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from coalition.rounds.seat_links import OpenedSeat
    from coalition.rounds.tables import ConsultationRound


class Reader(Struct, frozen=True):
    """One who reads amendments of a memorandum; without a seat, those who work on it.

    `organisation` is the entry of the seat, 0 without one. An entry that was merged with it is another: who holds the link of one may not
    read or change what came from the other, as two entries may be merged by mistake.
    """

    memorandum: int
    seat: int | None = None
    round: int = 0
    edition: int = 0
    organisation: int = 0

    @property
    def is_coordinator(self) -> bool:
        """Whether they work on the memorandum and read everything that was handed in."""
        return self.seat is None

    def owns(self, organisation: int | None) -> bool:
        """Whether something is of the organisation of the seat, by the id of its entry; None and 0 are nobody's."""
        return bool(organisation) and organisation == self.organisation


def coordinators_of(memorandum_id: int) -> Reader:
    """Return those who work on a memorandum; the routes let nobody else read as one of them."""
    return Reader(memorandum_id)


def every_seat_of(row: ConsultationRound) -> Reader:
    """Return a reader who may read what the holders of all links of a round may read, and nothing that only some of them may."""
    return Reader(row.memorandum, 0, row.id, row.edition)


def reader_in(opened: OpenedSeat) -> Reader:
    """Return the holder of the link of a seat."""
    return Reader(opened.memorandum.id, opened.seat.id, opened.round.id, opened.round.edition, opened.seat.organisation)
