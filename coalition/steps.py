"""Steps that packages above add to what happens in a package, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

About = TypeVar("About")


class Steps(Generic[About]):
    """The steps of one event; each is given what the event is about."""

    def __init__(self) -> None:
        """Begin without steps."""
        self.steps: list[Callable[[About], Awaitable[Any]]] = []

    def add(self, step: Callable[[About], Awaitable[Any]]) -> Callable[[About], Awaitable[Any]]:
        """Run a step whenever this happens (a decorator)."""
        self.steps.append(step)
        return step

    async def run(self, about: About) -> None:
        """Run the steps, inside the caller's transaction and once its rows are written."""
        for step in self.steps:
            await step(about)
