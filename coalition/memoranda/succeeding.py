"""One memorandum replaces another: each links to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.actions import Action, Situation, check, is_fixed
from coalition.memoranda.public_changes import less_is_shown
from coalition.memoranda.tables import Memorandum, Publicity, TextState
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.memoranda.forms import SuccessorForm


async def succeed(memorandum: Memorandum, form: SuccessorForm, coordinator_id: int) -> None:
    """Record which public memorandum replaces this one, or that none does; the coordinator must work on both.

    Raises:
        NotAuthenticated: the text of this memorandum is not fixed.
        InvalidForm: the other memorandum is not public, not the coordinator's, or is itself replaced by this one.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        check(Action.REPLACE, Situation(row))
        successor = await _successor(row, form.successor, coordinator_id) if form.successor else None
        values: dict[str, Any] = {"successor": successor, "updated_at": clock.now()}
        if is_fixed(Situation(row)):
            values["text_state"] = (TextState.SUPERSEDED if successor else TextState.AUTHENTICATED).value
        await Memorandum.update(**values).where(Memorandum.id == row.id)
        await trail.record(TrailAct.SUCCESSOR_CHANGED, memorandum=row.id)
        await less_is_shown(row)


async def _successor(row: Memorandum, slug: str, coordinator_id: int) -> int:
    successor = await queries.for_member(slug, coordinator_id)
    if successor is None or successor.publicity != Publicity.PUBLIC:
        raise InvalidForm({"successor": Message("Choose a public memorandum on which you work.")})
    following = successor
    while following.id != row.id and following.successor:
        following = await queries.locked(following.successor)
    if following.id == row.id:
        raise InvalidForm({"successor": Message("This one would replace itself.")})
    return int(successor.id)
