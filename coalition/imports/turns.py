"""Who answers for an import: it stops before its next part once that person may not do it any more, and another coordinator takes it over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.database import transaction
from coalition.errors import CoalitionError
from coalition.imports import left_import_queries
from coalition.imports.queries import import_by_id
from coalition.imports.tables import Import
from coalition.imports.uploads import ask_for_preview
from coalition.steps import Steps
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.people.tables import Coordinator

_stopped: Steps[Import] = Steps()
when_stopped = _stopped.add


class ImportStopped(CoalitionError):
    """Whoever answers for an import may not go on with it, or somebody else took it over."""


class ImportNotLeft(CoalitionError):
    """The import is finished, undone, or in the hands of another coordinator who can go on with it."""


def is_turn_of(row: Import, payload: Mapping[str, Any]) -> bool:
    """Whether a job is to carry out an import: it is confirmed and not finished, and nobody took it over after the job was enqueued."""
    is_due = row.confirmed_at and not (row.finished_at or row.stopped_at or row.undone_at)
    return bool(is_due and row.turn == payload.get("turn", 0))


async def hold_turn(upload: Import) -> None:
    """Lock an import before a part of it, inside the caller's transaction.

    Raises:
        ImportStopped: whoever answers for it may not go on with it, or somebody else took it over.

    """
    row = await left_import_queries.locked_turn(upload.id)
    if row is None or row.stopped_at or row.turn != upload.turn or not await left_import_queries.answers_for(row):
        raise ImportStopped


async def stop(upload: Import) -> None:
    """Record that an import stopped; what it entered stays. One that somebody else took over goes on."""
    async with transaction():
        row = await left_import_queries.locked_turn(upload.id)
        if row and row.turn == upload.turn and not (row.stopped_at or row.finished_at):
            await _stop(row)


async def _stop(row: Import) -> None:
    await Import.update({Import.stopped_at: clock.now()}).where(Import.id == row.id)
    await _stopped.run(row)
    await trail.record(TrailAct.IMPORT_STOPPED, f"import:{row.id}", row.memorandum)


async def take_over(upload: Import, by: Coordinator) -> None:
    """Let a coordinator answer for an import that is left: to undo it, or to confirm the rest of it.

    What is left of one that is not finished is shown to them again before it goes on, and waits until they confirm it.

    Raises:
        ImportNotLeft: it was undone, or somebody else can go on with it.

    """
    async with transaction():
        row = await left_import_queries.locked_turn(upload.id)
        if row is None or row.undone_at or not await left_import_queries.is_left(row):
            raise ImportNotLeft
        values: dict[Any, Any] = {Import.coordinator: by.id, Import.turn: row.turn + 1}
        if not row.finished_at:
            if row.stopped_at is None:
                await _stop(row)
            values |= {Import.confirmed_at: None}
        await Import.update(values).where(Import.id == row.id)
        await trail.record(TrailAct.IMPORT_TAKEN_OVER, f"import:{row.id}", row.memorandum)
        if (taken := await import_by_id(row.id)) is not None:
            await ask_for_preview(taken)
