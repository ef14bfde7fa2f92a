"""What both engines share: connections that stay open, one transaction class, one way to send a statement."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from piccolo.engine.exceptions import TransactionError

from coalition.database import counting
from coalition.database.piccolo_internals import EngineCalledByPiccolo
from coalition.database.transactions import Transaction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.database.transactions import Session
    from coalition.errors import CoalitionError


class Engine(EngineCalledByPiccolo):
    """An engine of Piccolo whose connections stay open and whose transactions are ours."""

    @abstractmethod
    async def session(self, *, reading: bool, brief: bool) -> Session:
        """Take a connection for a transaction; if this is cancelled, none is taken."""

    @abstractmethod
    async def send_alone(self, sql: str, args: Sequence[Any], *, in_pool: bool) -> list[Any]:
        """Run a statement outside any transaction."""

    @abstractmethod
    def translated(self, error: BaseException, *, reading: bool = False) -> CoalitionError | None:
        """Return the Duplicate or the Unavailable for an error of the driver; None for any other error.

        Inside a block that only reads, a refusal to write is a fault of ours, and no sign of a broken disk.
        """

    @abstractmethod
    async def start(self) -> None:
        """Open the connections of this event loop; a second call does nothing."""

    @abstractmethod
    async def stop(self) -> None:
        """Close the connections of this event loop; a second call does nothing."""

    @abstractmethod
    async def shorten_log(self) -> bool:
        """Empty the write-ahead log, which still holds what was deleted; return False if that must be tried again."""

    @abstractmethod
    async def compact(self, *tables: str) -> None:
        """Write the files anew, without what was deleted; PostgreSQL those of some tables."""

    def active(self) -> Transaction | None:
        """Return the open transaction of this task; a task may outlive the transaction it was started in, which then does not count."""
        transaction: Transaction | None = self.current_transaction.get()
        return transaction if transaction is not None and transaction.open else None

    def transaction_exists(self) -> bool:
        """Return whether a transaction is open in this task."""
        return self.active() is not None

    def transaction(
        self,
        transaction_type: object = None,  # noqa: ARG002 -- every write is immediate here
        allow_nested: bool = True,  # noqa: FBT001, FBT002 -- Piccolo's signature
        *,
        reading: bool = False,
        brief: bool = False,
    ) -> Transaction:
        """Make a transaction, or join the one open in this task; a `brief` one may share its commit."""
        parent = self.active()
        if parent is not None and not allow_nested:
            message = "A transaction is already active."
            raise TransactionError(message)
        if parent is not None and parent.reading and not reading:
            message = "A block that only reads cannot hold a transaction that writes."
            raise TransactionError(message)
        return Transaction(self, parent, reading=reading, brief=brief)

    async def send(self, sql: str, args: Sequence[Any], *, in_pool: bool = True, quick: bool = False) -> list[Any]:
        """Run one statement, inside the open transaction of this task if there is one, and return its rows.

        A `quick` one finds a few rows by an index: SQLite runs it without leaving the thread, also where others might take long.

        Raises:
            Duplicate: a unique constraint was broken.
            Unavailable: the database cannot work now.

        """
        if counting.open_counts:
            counting.record(sql)
        transaction: Transaction | None = self.current_transaction.get()
        try:
            if transaction is not None and transaction.open:
                return await transaction.fetch(sql, args, quick=quick)
            return await self.send_alone(sql, args, in_pool=in_pool)
        except Exception as error:
            reading = transaction is not None and transaction.open and transaction.reading
            if (translation := self.translated(error, reading=reading)) is not None:
                raise translation from error
            raise
