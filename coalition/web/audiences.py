"""One application an audience: readers have theirs at once, everybody else's is put together while they read."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from litestar.enums import ScopeType

from coalition.settings import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from litestar import Litestar
    from litestar.types import Receive, Scope, Send


class Later:
    """An application made in a thread when it is first asked for; requests wait for it, not for each other."""

    def __init__(self, make: Callable[[], Litestar]) -> None:
        """Take what makes it: called once, unless it fails."""
        self.make = make
        self.made: Litestar | None = None
        self.making = asyncio.Lock()

    async def ready(self) -> Litestar:
        """Return the application, made if it is not."""
        async with self.making:
            if self.made is None:
                self.made = await asyncio.to_thread(self.make)
            return self.made


class Audiences:
    """Hands a request to the application that owns the first word of its path, behind the language; without one, to the readers'."""

    def __init__(self, readers: Litestar, others: Mapping[str, Later]) -> None:
        """Take the application of readers, and those of others by the words that begin their paths."""
        self.readers = readers
        self.others = others
        self.languages = frozenset(load().languages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer that the path belongs to."""
        other = self.others.get(self._first_word(scope["path"])) if scope["type"] == ScopeType.HTTP else None
        app = await other.ready() if other else self.readers
        await app(scope, receive, send)

    async def applications(self) -> list[Litestar]:
        """Return all of them, made if they are not."""
        return [self.readers, *[await other.ready() for other in dict.fromkeys(self.others.values())]]

    def _first_word(self, path: str) -> str:
        words = path.split("/", 3)[1:]
        return words[1] if len(words) > 1 and words[0] in self.languages else words[0] if words else ""
