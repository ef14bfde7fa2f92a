"""Accepting several amendments at once, where they do not collide: the order cannot matter, and all are accepted or none is."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from coalition.amendments.deciding_amendments import decide
from coalition.amendments.errors import AmendmentNotOpen, AmendmentsCollide
from coalition.amendments.filters import AmendmentFilters
from coalition.amendments.forms import DecisionForm
from coalition.amendments.readers import coordinators_of
from coalition.amendments.tables import AmendmentState, Outcome
from coalition.amendments.views import AmendmentsPage, amendments_of
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries as memoranda

if TYPE_CHECKING:
    from collections.abc import Collection

    from coalition.amendments.views import AmendmentLine
    from coalition.memoranda.tables import Memorandum

MOST_AT_ONCE = 100
_OPEN = (AmendmentState.SUBMITTED,)
_CHOOSE = Message("Choose at least one amendment.")
_FEWER = Message("Choose at most {limit} amendments at once. The others can be accepted after them.", limit=MOST_AT_ONCE)


async def open_amendments(memorandum: Memorandum, after: int, limit: int) -> AmendmentsPage:
    """Return a page of the open amendments of a memorandum, by number, without those that have become moot."""
    page = await amendments_of(coordinators_of(memorandum.id), AmendmentFilters(states=_OPEN), after=after, limit=limit)
    return AmendmentsPage([line for line in page.lines if line.is_open], page.after)


async def _chosen(memorandum: Memorandum, numbers: Collection[int]) -> dict[int, AmendmentLine]:
    """Return the open amendments with some numbers."""
    filters = AmendmentFilters(states=_OPEN, numbers=numbers)
    page = await amendments_of(coordinators_of(memorandum.id), filters, limit=MOST_AT_ONCE)
    return {line.number: line for line in page.lines if line.is_open}


async def accept_several(memorandum: Memorandum, numbers: Collection[int]) -> None:
    """Accept amendments as they were proposed, in the order of their numbers.

    Raises:
        InvalidForm: none is chosen, or more than can be accepted at once.
        AmendmentNotOpen: one of them was decided or withdrawn meanwhile.
        AmendmentsCollide: two of them collide.
        AmendmentRule, MemorandumRule: as `decide`, for one of them.

    """
    if not numbers:
        raise InvalidForm({"chosen": _CHOOSE})
    if len(numbers) > MOST_AT_ONCE:
        raise InvalidForm({"chosen": _FEWER})
    async with transaction():
        await memoranda.locked(memorandum.id)
        chosen = await _chosen(memorandum, numbers)
        if len(chosen) < len({*numbers}):
            raise AmendmentNotOpen
        others = chain.from_iterable(line.collisions for line in chosen.values())
        if any(collision.number in chosen for collision in others):
            raise AmendmentsCollide
        for number in sorted(numbers):
            await decide(memorandum, number, DecisionForm(outcome=Outcome.ACCEPTED))
