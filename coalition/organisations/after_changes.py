"""What else happens when the names, the country or the listing of an organisation change, in the same transaction: packages above add their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Step = Callable[[int], Awaitable[None]]

_steps: list[Step] = []


def when_changed(step: Step) -> Step:
    """Run a step, given the id of the organisation, whenever its row, names or former names change."""
    _steps.append(step)
    return step


async def changed(organisation_id: int) -> None:
    """Run the steps; called once the rows are written, inside the caller's transaction."""
    for step in _steps:
        await step(organisation_id)
