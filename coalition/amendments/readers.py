"""Who reads amendments: the coordinators and editors of a memorandum, or one seat, which reads what others handed in as they disclosed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.organisations.merged_queries import group_of
from coalition.organisations.queries import remaining_ids

if TYPE_CHECKING:
    from coalition.rounds.seat_links import OpenedSeat
    from coalition.rounds.tables import ConsultationRound


class Reader(Struct, frozen=True):
    """One who reads amendments of a memorandum; without a seat, those who work on it.

    `entries` are the ids of the organisation of the seat: an organisation that was entered twice has several.
    """

    memorandum: int
    seat: int | None = None
    round: int = 0
    edition: int = 0
    entries: frozenset[int] = frozenset()

    @property
    def is_coordinator(self) -> bool:
        """Whether they work on the memorandum and read everything that was handed in."""
        return self.seat is None


def coordinators_of(memorandum_id: int) -> Reader:
    """Return those who work on a memorandum; the routes let nobody else read as one of them."""
    return Reader(memorandum_id)


def every_seat_of(row: ConsultationRound) -> Reader:
    """Return a reader who may read what the holders of all links of a round may read, and nothing that only some of them may."""
    return Reader(row.memorandum, 0, row.id, row.edition)


async def reader_in(opened: OpenedSeat) -> Reader:
    """Return the holder of the link of a seat."""
    organisation = opened.seat.organisation
    remaining = (await remaining_ids([organisation])).get(organisation, organisation)
    return Reader(opened.memorandum.id, opened.seat.id, opened.round.id, opened.round.edition, frozenset(await group_of(remaining)))
