"""Who broke the silence of a round, as far as the other seats may know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.rounds.seats import views_of
from coalition.rounds.tables import AnswerDisclosure, Position

if TYPE_CHECKING:
    from coalition.rounds.tables import ConsultationRound


async def breaker_of(row: ConsultationRound) -> int | None:
    """Return the organisation whose objection broke the silence; None if its answer lets nobody know its name, or if several object."""
    objecting = [view for view in (await views_of([row]))[row.id] if view.answer and view.answer.position is Position.OBJECT]
    if len(objecting) != 1 or objecting[0].answer is None or objecting[0].answer.disclosure is not AnswerDisclosure.NAMED:
        return None
    return objecting[0].organisation
