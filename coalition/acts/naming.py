"""What else happens when everybody learns that an organisation acted before, in the same transaction: packages above this one add their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Step = Callable[[int], Awaitable[None]]

_steps: list[Step] = []


def when_named(step: Step) -> Step:
    """Run a step, given the id of the memorandum, whenever an act that was hidden names its organisation."""
    _steps.append(step)
    return step


async def named(memorandum_id: int) -> None:
    """Run the steps; called once the act on record names the organisation, inside the caller's transaction."""
    for step in _steps:
        await step(memorandum_id)
