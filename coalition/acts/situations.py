"""The actions that a person can take on a memorandum: reads the facts that the rules need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from coalition.acts.queries import anybody_signed
from coalition.memoranda import edition_queries
from coalition.memoranda.actions import Action, Situation, possible_actions, situation_in
from coalition.people.tables import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.memoranda.queries import MemorandumView
    from coalition.people.tables import Coordinator


async def actions_of(memorandum: MemorandumView, person: Coordinator | None) -> Mapping[Action, bool]:
    """Return for every action whether a person who works on the memorandum can take it now; None stands for everybody else."""
    if person is None:
        return possible_actions(situation_in(memorandum), None)
    return possible_actions(await situation_of(memorandum), Role(person.role))


async def situation_of(memorandum: MemorandumView) -> Situation:
    """Return all facts that the rules need (for those who work on the memorandum)."""
    waits = await edition_queries.open_corrections(memorandum.id)
    return replace(situation_in(memorandum), correction_waits=bool(waits), signed=await anybody_signed(memorandum.id))
