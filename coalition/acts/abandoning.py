"""Abandoning a draft on which nothing was signed, and taking it up again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.acts.queries import anybody_signed
from coalition.database import transaction
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.after_giving_up import given_up
from coalition.memoranda.reasons import note_decision
from coalition.memoranda.tables import DecisionKind, Memorandum, TextState
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.memoranda.taking_forms import ReasonedForm


async def abandon(memorandum: Memorandum, form: ReasonedForm) -> None:
    """Abandon a draft: from then on it can only be read.

    Raises:
        WasAbandoned: it was abandoned before.
        TextFrozen: the text is adopted.
        SomebodySigned: an act of an organisation is recorded.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        check(Action.ABANDON, Situation(row, signed=await anybody_signed(row.id)))
        await _set_state(row, TextState.ABANDONED)
        await note_decision(row.id, DecisionKind.ABANDONED, form.reason)
        await given_up(row.id)
        await trail.record(TrailAct.DRAFT_ABANDONED, memorandum=row.id)


async def take_up(memorandum: Memorandum, form: ReasonedForm) -> None:
    """Take an abandoned draft up again.

    Raises:
        NotAbandoned: it was not abandoned.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        check(Action.TAKE_UP, Situation(row))
        await _set_state(row, TextState.DRAFT)
        await note_decision(row.id, DecisionKind.TAKEN_UP, form.reason)
        await trail.record(TrailAct.DRAFT_TAKEN_UP, memorandum=row.id)


async def _set_state(row: Memorandum, state: TextState) -> None:
    values: dict[str, Any] = {"text_state": state.value, "updated_at": clock.now()}
    await Memorandum.update(**values).where(Memorandum.id == row.id)
