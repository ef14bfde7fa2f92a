"""How entries take part in a text now: with an act that stands, an invitation that they can answer, or a seat in an open round.

Two entries of one organisation clash on a text where both take part in the same way, or one acted and the other can answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from piccolo.columns import Column
from piccolo.custom_types import Combinable

from coalition.acts.standing_queries import acts_standing
from coalition.invitations.queries import can_be_answered
from coalition.steps import Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Engagement(StrEnum):
    """How an entry takes part in a text; as a clash: what both entries have, the weightiest first."""

    ACT = "act"
    INVITATION = "invitation"
    SEAT = "seat"


class Engaged(NamedTuple):
    """An entry that takes part in a text, and how."""

    organisation: int
    memorandum: int
    how: Engagement


# A condition on the column of organisations and the column of memoranda of a table. Each source returns the rows of its table for which it
# is true. Packages above `duplicates` are sources, too.
Condition = Callable[[Column, Column], Combinable]
engagements: Question[Condition, Engaged] = Question()


@engagements.at(10)
async def _acts(these: Condition) -> Sequence[Engaged]:
    return [Engaged(organisation, memorandum, Engagement.ACT) for organisation, memorandum in await acts_standing(these)]


@engagements.at(20)
async def _invitations(these: Condition) -> Sequence[Engaged]:
    return [Engaged(organisation, memorandum, Engagement.INVITATION) for organisation, memorandum in await can_be_answered(these)]


def clashes(rows: Iterable[Engaged], sides: Mapping[int, int]) -> dict[int, Engagement]:
    """Return by memorandum the clash of entries of one organisation; `sides` gives for each entry the side it is on: its own, or that of others.

    Entries of one side never clash.
    """
    by_text: dict[int, dict[Engagement, set[int]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        by_text[row.memorandum][row.how].add(sides[row.organisation])
    return {memorandum: clash for memorandum, engaged in by_text.items() if (clash := _clash(engaged))}


def _clash(engaged: Mapping[Engagement, set[int]]) -> Engagement | None:
    acts, invitations, seats = (engaged.get(how, set()) for how in Engagement)
    if len(acts) > 1:
        return Engagement.ACT
    if len(acts | invitations) > 1:
        return Engagement.INVITATION
    return Engagement.SEAT if len(seats) > 1 else None
