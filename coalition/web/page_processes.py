"""The processes that serve public pages: each reports, and who removes something from the pages waits until all know it."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import uuid4

from coalition.notices.page_changes import noting_removals
from coalition.notices.page_queries import processes_beside, published_version, remove_processes, report_process

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from litestar.types import ASGIApp, Message, Receive, Scope, Send

    from coalition.web.known_changes import KnownChanges

log = logging.getLogger(__name__)
LONGEST_WAIT = 3.0  # longer than a process trusts what it knows: after it, none serves what was removed
LOOK_EVERY = 0.2
REPORT_EVERY = 1.0
_PAUSE = 0.05
_SILENT_FOR = 10.0  # seconds without a report after which a row is removed; longer than the process serves pages without one


class PageProcesses:
    """The row of this process, and what it knows of the others."""

    def __init__(self, known: KnownChanges) -> None:
        """Take a name that no other process has."""
        self.name = uuid4().hex
        self.known = known
        self._confirmed = known.removals
        self._heard: dict[str, tuple[int, float]] = {}

    def join(self) -> None:
        """Begin to report: until the first report, this process serves nothing that was rendered before."""
        self.known.reported = float("-inf")

    async def report(self) -> None:
        """Confirm the version that this process knows, and remove the rows of processes that do not report any more."""
        began, removals = self.known.now(), self.known.removals
        await report_process(self.name, self.known.version)
        self.known.reported, self._confirmed = began, removals
        heard = {}
        for process in await processes_beside(self.name):
            beats, since = self._heard.get(process.name, (process.beats, began))
            heard[process.name] = (process.beats, since if process.beats == beats else began)
        self._heard = heard
        await remove_processes([name for name, (_, since) in heard.items() if began - since > _SILENT_FOR])

    async def report_if_possible(self) -> None:
        """Report; while the database does not answer, this process stops serving what it rendered before."""
        try:
            await self.report()
        except Exception as error:  # noqa: BLE001 -- whatever the fault of the database is, the next time may succeed
            log.warning("process_not_reported error=%s", type(error).__name__)

    async def watch(self, stop: asyncio.Event) -> None:
        """Look for changes that other processes made, and report to them, until the application stops."""
        await asyncio.gather(_again_and_again(self._look, stop, LOOK_EVERY), _again_and_again(self.report_if_possible, stop, REPORT_EVERY))
        with suppress(Exception):
            await remove_processes([self.name])

    async def _look(self) -> None:
        if await self.known.look() and self.known.removals != self._confirmed:
            await self.report_if_possible()

    async def wait_for_all(self, removal: int) -> None:
        """Wait until every other process knows the version of a removal, if it was committed.

        A process that does not confirm it in time has stopped serving what it rendered before.
        """
        end = self.known.now() + LONGEST_WAIT
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                version = min(removal, await published_version())
                while any(process.confirmed < version for process in await processes_beside(self.name)):  # noqa: ASYNC110 -- they are other processes
                    await asyncio.sleep(_PAUSE)
                return
        except Exception as error:  # noqa: BLE001 -- whatever the fault is: the time alone makes sure
            log.warning("pages_not_confirmed error=%s", type(error).__name__)
        await asyncio.sleep(max(end - self.known.now(), 0))

    async def answer(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application carry out a change; if everybody may read less after it, the response waits for all processes."""
        with noting_removals() as removals:

            async def when_all_know(message: Message) -> None:
                if removals.version:
                    removal, removals.version = removals.version, 0
                    await self.wait_for_all(removal)
                await send(message)

            await app(scope, receive, when_all_know)


async def _again_and_again(work: Callable[[], Awaitable[None]], stop: asyncio.Event, every: float) -> None:
    while not stop.is_set():
        await work()
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every)
