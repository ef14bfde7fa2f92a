"""What else happens when a letter bounces, in the same transaction: packages above add their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Step = Callable[[str], Awaitable[None]]

_steps: list[Step] = []


def when_bounced(step: Step) -> Step:
    """Run a step, given the subject of the letter (such as `invitation:<id>`), whenever a letter bounces."""
    _steps.append(step)
    return step


async def bounced(about: str) -> None:
    """Run the steps; called once the row is written, inside the caller's transaction."""
    for step in _steps:
        await step(about)
