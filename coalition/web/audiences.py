"""One application for each audience: that of readers is built at once, the others while readers read."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from litestar.enums import ScopeType

from coalition import trail
from coalition.settings import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from litestar import Litestar
    from litestar.types import Receive, Scope, Send


class LateApplication:
    """An application built in a thread when it is first needed; its requests wait for it, all others do not."""

    def __init__(self, build: Callable[[], Litestar]) -> None:
        """Take the function that builds it: called once, and again only if it fails."""
        self.build = build
        self.application: Litestar | None = None
        self.building = asyncio.Lock()

    async def ready(self) -> Litestar:
        """Return the application, built if it is not yet."""
        async with self.building:
            if self.application is None:
                self.application = await asyncio.to_thread(self.build)
            return self.application


class Audiences:
    """Hands a request to the application that owns the first word of its path, after the language; all other paths are the readers'."""

    def __init__(self, readers: Litestar, others: Mapping[str, LateApplication]) -> None:
        """Take the application of readers, and the others by the words that begin their paths."""
        self.readers = readers
        self.others = others
        self.languages = frozenset(load().languages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application respond that the path belongs to."""
        other = self.others.get(self._first_word(scope["path"])) if scope["type"] == ScopeType.HTTP else None
        application = await other.ready() if other else self.readers
        with trail.acting():  # nobody, until a guard says who
            await application(scope, receive, send)

    async def applications(self) -> list[Litestar]:
        """Return all applications, built if they are not yet."""
        return [self.readers, *[await other.ready() for other in dict.fromkeys(self.others.values())]]

    def _first_word(self, path: str) -> str:
        words = path.split("/", 3)[1:]
        return words[1] if len(words) > 1 and words[0] in self.languages else words[0] if words else ""
