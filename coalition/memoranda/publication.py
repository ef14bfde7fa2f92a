"""What else happens when a memorandum becomes public, in the same transaction: packages above this one add their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Step = Callable[[int], Awaitable[None]]

_steps: list[Step] = []


def when_published(step: Step) -> Step:
    """Run a step, given the id of the memorandum, whenever a memorandum becomes public."""
    _steps.append(step)
    return step


async def published(memorandum_id: int) -> None:
    """Run the steps; called once the row says that the memorandum is public, inside the caller's transaction."""
    for step in _steps:
        await step(memorandum_id)
