"""What packages above add to what happens in a package: steps in the same transaction, and answers to its questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

About = TypeVar("About")
Answer = TypeVar("Answer")


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


class Question(Generic[About, Answer]):
    """A question that packages answer: each source is given what it is about and returns what it has to say."""

    def __init__(self) -> None:
        """Begin without sources."""
        self.sources: list[tuple[int, Callable[[About], Awaitable[Sequence[Answer]]]]] = []

    def at(self, place: int) -> Callable[[Callable[[About], Awaitable[Sequence[Answer]]]], Callable[[About], Awaitable[Sequence[Answer]]]]:
        """Ask a source in this place of the order (a decorator)."""

        def add(source: Callable[[About], Awaitable[Sequence[Answer]]]) -> Callable[[About], Awaitable[Sequence[Answer]]]:
            self.sources = sorted([*self.sources, (place, source)], key=lambda placed: placed[0])
            return source

        return add

    async def ask(self, about: About) -> list[Answer]:
        """Return what all sources say, in order."""
        return [answer for _, source in self.sources for answer in await source(about)]
