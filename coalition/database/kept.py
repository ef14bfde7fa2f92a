"""What both engines share: kept connections, one transaction class, one way to send a statement."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from piccolo.engine.exceptions import TransactionError

from coalition.database import counting
from coalition.database.transactions import Transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextvars import ContextVar

    from piccolo.querystring import QueryString

    from coalition.database.duplicate import Duplicate
    from coalition.database.transactions import Session


class KeptEngine(ABC):
    """What both engines add to Piccolo's: kept connections, one transaction class, counting."""

    engine_type: str
    current_transaction: ContextVar[Any]
    transform_response_to_dicts: Callable[[Any], list[dict[str, Any]]]

    @abstractmethod
    async def session(self, *, reading: bool, brief: bool) -> Session:
        """Take a connection for a transaction; a cancellation here takes none."""

    @abstractmethod
    async def alone(self, sql: str, args: Sequence[Any], *, in_pool: bool) -> list[Any]:
        """Send a statement that stands outside any transaction."""

    @abstractmethod
    def duplicate(self, error: BaseException) -> Duplicate | None:
        """Answer the Duplicate that a driver's error means, if it is one."""

    @abstractmethod
    async def start(self) -> None:
        """Open the kept connections of this event loop; again does nothing."""

    @abstractmethod
    async def stop(self) -> None:
        """Close the kept connections of this event loop; again does nothing."""

    def active(self) -> Transaction | None:
        """Answer the open transaction of this task; one inherited after its end is none."""
        transaction: Transaction | None = self.current_transaction.get()
        return transaction if transaction is not None and transaction.open else None

    def transaction_exists(self) -> bool:
        """Answer whether a transaction is open in this task."""
        return self.active() is not None

    def transaction(
        self,
        transaction_type: object = None,  # noqa: ARG002 - every write is immediate here
        allow_nested: bool = True,  # noqa: FBT001, FBT002 - Piccolo's signature
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

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> list[Any]:  # noqa: FBT001, FBT002 - Piccolo's signature
        """Run one of Piccolo's queries."""
        sql, args = querystring.compile_string(engine_type=self.engine_type)
        return await self.run(sql, args, in_pool=in_pool)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> list[Any]:  # noqa: FBT001, FBT002 - Piccolo's signature
        """Run a statement that changes the schema."""
        return await self.run(ddl, (), in_pool=in_pool)

    async def check_version(self) -> None:  # noqa: B027 - Piccolo would connect
        """Ask nothing: making an engine opens no connection."""

    async def run(self, sql: str, args: Sequence[Any], *, in_pool: bool = True) -> list[Any]:
        """Run one statement, inside the open transaction of this task if there is one, and return its rows as the driver gives them."""
        if counting.open_counts:
            counting.record(sql)
        transaction: Transaction | None = self.current_transaction.get()
        try:
            if transaction is not None and transaction.open:
                return await transaction.fetch(sql, args)
            return await self.alone(sql, args, in_pool=in_pool)
        except Exception as error:
            if (duplicate := self.duplicate(error)) is not None:
                raise duplicate from error
            raise
