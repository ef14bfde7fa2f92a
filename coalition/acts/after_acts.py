"""What else happens when what organisations did on a memorandum changes, in the same transaction: packages above add their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    Step = Callable[[int, Collection[int]], Awaitable[None]]

_steps: list[Step] = []


def when_acted(step: Step) -> Step:
    """Run a step, given the ids of the memorandum and of the organisations, whenever what these did or who may know of it changes."""
    _steps.append(step)
    return step


async def acted(memorandum_id: int, organisation_ids: Collection[int]) -> None:
    """Run the steps; called once the rows are written, inside the caller's transaction."""
    for step in _steps:
        await step(memorandum_id, organisation_ids)
