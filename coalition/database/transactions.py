"""Transactions, the same on both engines: a connection is taken, begun on, committed or rolled back, and returned, whatever is cancelled."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from piccolo.engine.exceptions import TransactionError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Hashable, Sequence
    from types import TracebackType

    from coalition.errors import CoalitionError

logger = logging.getLogger(__name__)

FEW_ROWS = 20
_SAVEPOINT_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


async def run_to_end(work: Coroutine[Any, Any, None]) -> None:
    """Run work to its end in a task of its own; if the caller is cancelled, the cancellation is raised only afterwards."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None:
        task.result()
        return
    if not task.cancelled() and (failure := task.exception()) is not None:
        logger.error("A cancelled transaction did not end well.", exc_info=failure)
    raise cancelled


class Session(Protocol):
    """A connection that one transaction holds until it is given back or discarded."""

    connection: Any

    async def begin(self) -> None:
        """Begin the transaction."""

    async def fetch(self, sql: str, args: Sequence[Any], *, quick: bool = False) -> list[Any]:
        """Run one statement and return its rows; `quick` as in `Engine.send`."""

    async def commit(self) -> None:
        """Commit, or raise."""

    async def rollback(self) -> None:
        """Roll back, or raise."""

    async def give_back(self) -> None:
        """Return a connection that can be used again; never raises."""

    async def discard(self) -> None:
        """Close a connection that must not be used again, and free its place."""


class LastStep(NamedTuple):
    """Work just before a commit. Steps with a part, the same work at the same place, run once, with the parts of all of them."""

    place: int
    run: Callable[..., Coroutine[Any, Any, None]]
    part: Any = None


class TransactionOwner(Protocol):
    """What a transaction needs of its engine."""

    def set_open_transaction(self, transaction: Transaction | None) -> None:
        """Let the queries of this task run inside a transaction, or outside any."""

    async def session(self, *, reading: bool, brief: bool) -> Session:
        """Take a connection."""

    def translated(self, error: BaseException, *, reading: bool = False) -> CoalitionError | None:
        """Return the Duplicate or the Unavailable for an error of the driver; None for any other error."""


class Transaction:
    """One transaction of an engine; a nested one is its parent and does nothing by itself.

    After a statement has failed there is nothing to commit, on SQLite too: later statements and the commit raise
    TransactionError, unless a savepoint was rolled back to. An error of the connection during COMMIT is raised as it is:
    whether the commit happened is then unknown.

    `known` are the rows of prepared queries that a block that reads has asked for: in its snapshot they stay the same.
    """

    def __init__(self, engine: TransactionOwner, parent: Transaction | None, *, reading: bool, brief: bool) -> None:
        """Prepare a transaction, or prepare to join its parent."""
        self.engine = engine
        self.reading = reading
        self.brief = brief
        self.open = False
        self.known: dict[Hashable, list[dict[str, Any]]] = {}
        self.callbacks: list[Callable[[], None]] = []
        self.last_steps: list[LastStep] = []
        self._parent = parent
        self._session: Session
        self._failed = False
        self._committed = False
        self._rolled_back = False
        self._savepoints = 0

    @property
    def connection(self) -> Any:
        """The driver's connection, as Piccolo's own transactions show it."""
        return self._session.connection

    async def __aenter__(self) -> Transaction:  # noqa: PYI034 -- it may be the parent
        """Take a connection and begin, or join."""
        if self._parent is not None:
            return self._parent
        try:
            await self._begin()
        except Exception as error:
            if (translation := self.engine.translated(error)) is not None:
                raise translation from error
            raise
        self.open = True
        self.engine.set_open_transaction(self)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        """Commit or roll back and give the connection back, or leave that to the parent."""
        if self._parent is None:
            if kind is None and self.last_steps:
                await self._take_all_last_steps()
            self.open = False
            self.engine.set_open_transaction(None)
            await run_to_end(self._finish() if kind is None else self._roll_back())
        return False

    async def _begin(self) -> None:
        self._session = await self.engine.session(reading=self.reading, brief=self.brief)
        try:
            await self._session.begin()
        except BaseException:
            await run_to_end(self._session.discard())
            raise

    async def take_last_steps(self, place: int) -> None:
        """Run what must come last before the commit now, by place and up to this one; a step may add others."""
        while self.last_steps and not (self._failed or self._committed or self._rolled_back):
            first = min(self.last_steps, key=attrgetter("place"))
            if first.place > place:
                return
            if first.part is None:
                self.last_steps.remove(first)
                await first.run()
                continue
            parts = []
            for step in [*self.last_steps]:
                if step[:2] == first[:2]:
                    self.last_steps.remove(step)
                    parts.append(step.part)
            await first.run(parts)

    async def _take_all_last_steps(self) -> None:
        """Run what must come last before the commit. If a step fails, everything is rolled back."""
        try:
            await self.take_last_steps(sys.maxsize)
        except BaseException:
            self.open = False
            self.engine.set_open_transaction(None)
            await run_to_end(self._roll_back())
            raise

    async def fetch(self, sql: str, args: Sequence[Any], *, quick: bool = False) -> list[Any]:
        """Run one statement inside the transaction and return its rows; `quick` as in `Engine.send`."""
        if self._failed or self._committed or self._rolled_back:
            self._require_usable()
        try:
            return await self._session.fetch(sql, args, quick=quick)
        except BaseException:
            self._failed = True
            raise

    async def fetch_once(self, sql: str, args: Sequence[Any], *, quick: bool = False) -> list[Any]:
        """Run one statement, or return the rows that it had before, if they are few."""
        key = (sql, *args)
        if key not in self.known:
            rows = await self.fetch(sql, args, quick=quick)
            if len(rows) > FEW_ROWS:
                return rows
            self.known[key] = [*map(dict, rows)]
        return [*map(dict, self.known[key])]

    async def commit(self) -> None:
        """Commit now; the end of the block then has nothing left to do."""
        self._require_usable()
        try:
            await run_to_end(self._session.commit())
        except BaseException:
            self._failed = True
            raise
        self._committed = True

    async def rollback(self) -> None:
        """Roll back now; the end of the block then has nothing left to do."""
        await run_to_end(self._session.rollback())
        self._rolled_back = True

    async def savepoint(self, name: str | None = None) -> Savepoint:
        """Set a point that later work can be rolled back to."""
        self._savepoints += 1
        name = name or f"savepoint_{self._savepoints}"
        await self.fetch(f"SAVEPOINT {_checked(name)}", ())
        return Savepoint(name, self)

    async def rollback_to(self, savepoint_name: str) -> None:
        """Undo what came after the savepoint, a failed statement included."""
        await self._session.fetch(f"ROLLBACK TO SAVEPOINT {_checked(savepoint_name)}", ())
        self._failed = False

    def _require_usable(self) -> None:
        if self._failed:
            message = "An earlier statement of this transaction failed; it can only be undone."
            raise TransactionError(message)
        if self._committed or self._rolled_back:
            message = "This transaction has already ended."
            raise TransactionError(message)

    async def _finish(self) -> None:
        if self.reading or self._rolled_back:
            await self._roll_back()
            return
        if not self._committed:
            await self._commit_or_discard()
        await self._session.give_back()
        self._run_callbacks()

    async def _commit_or_discard(self) -> None:
        if self._failed:
            await self._roll_back()
            self._require_usable()
        try:
            await self._session.commit()
        except BaseException as error:
            await self._session.discard()
            if (translation := self.engine.translated(error)) is not None:
                raise translation from error
            raise

    async def _roll_back(self) -> None:
        try:
            if not (self._committed or self._rolled_back):
                await self._session.rollback()
        except BaseException as error:
            await self._session.discard()
            if not isinstance(error, Exception):
                raise
            logger.warning("A rollback failed; its connection was closed.", exc_info=error)
        else:
            await self._session.give_back()

    def _run_callbacks(self) -> None:
        for callback in self.callbacks:
            try:
                callback()
            except Exception:
                logger.exception("A callback after a commit failed; the commit stands.")


class Savepoint:
    """A point inside a transaction, with the method names of Piccolo's savepoints."""

    def __init__(self, name: str, transaction: Transaction) -> None:
        """Mark where the transaction is now."""
        self.name = name
        self.transaction = transaction
        self._callbacks = len(transaction.callbacks)
        self._last_steps = [*transaction.last_steps]

    async def rollback_to(self) -> None:
        """Undo what came after this point, callbacks and last steps included."""
        await self.transaction.rollback_to(self.name)
        del self.transaction.callbacks[self._callbacks :]
        self.transaction.last_steps[:] = self._last_steps  # those that were taken since are undone with the rest

    async def release(self) -> None:
        """Forget the point and keep what came after it."""
        await self.transaction.fetch(f"RELEASE SAVEPOINT {self.name}", ())


def _checked(name: str) -> str:
    if not _SAVEPOINT_NAME.fullmatch(name):
        message = f"{name!r} cannot be the name of a savepoint."
        raise ValueError(message)
    return name
