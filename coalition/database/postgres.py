"""PostgreSQL on one pool of connections, each of which always comes back or is closed."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import asyncpg  # type: ignore[import-untyped] # it carries no type marker; Piccolo imports it anyway
from piccolo.engine.postgres import PostgresEngine as PiccoloPostgresEngine

from coalition.database.duplicate import Duplicate
from coalition.database.kept import KeptEngine
from coalition.database.transactions import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

logger = logging.getLogger(__name__)

POOL_SIZE = 10
PATIENCE = 10.0

_BEGIN = {False: "BEGIN", True: "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"}


class PostgresSession(Session):
    """A connection held by one transaction, of the pool or, without one, its own."""

    def __init__(self, connection: Any, pool: Any, *, reading: bool) -> None:  # noqa: ANN401 - asyncpg is untyped
        self.connection = connection
        self._pool = pool
        self._begin = _BEGIN[reading]

    async def begin(self) -> None:
        """Start the transaction."""
        await self.connection.execute(self._begin)

    async def fetch(self, sql: str, args: Sequence[Any]) -> list[Any]:
        """Send one statement and answer its rows."""
        rows: list[Any] = await self.connection.fetch(sql, *args)
        return rows

    async def commit(self) -> None:
        """Keep everything, or raise; the server answers ROLLBACK to one that failed before."""
        if await self.connection.execute("COMMIT") != "COMMIT":
            message = "The transaction could only be rolled back."
            raise asyncpg.InFailedSQLTransactionError(message)

    async def rollback(self) -> None:
        """Undo everything, or raise."""
        await self.connection.execute("ROLLBACK", timeout=PATIENCE)

    async def give_back(self) -> None:
        """Return the connection to the pool, which closes it if it cannot be used again."""
        try:
            await self._release()
        except Exception:
            logger.warning("A connection did not go back and was closed.", exc_info=True)
            self._terminate()

    async def discard(self) -> None:
        """Close the connection at once; the pool opens another when it needs one."""
        self._terminate()
        await self._release()

    def _terminate(self) -> None:
        with suppress(asyncpg.InterfaceError):  # the pool has taken it already
            self.connection.terminate()

    async def _release(self) -> None:
        if self._pool is None:
            await self.connection.close()
        else:
            await self._pool.release(self.connection)


class PostgresEngine(KeptEngine, PiccoloPostgresEngine):  # type: ignore[misc] # own transaction class
    """Piccolo's PostgreSQL engine with a pool per event loop.

    A connection is not reset between users, which saves a round trip: set nothing for a whole
    session, use SET LOCAL and pg_advisory_xact_lock.
    """

    def __init__(self, config: dict[str, Any], *, size: int = POOL_SIZE) -> None:
        super().__init__(config={"server_settings": {"application_name": "coalition"}, **config})
        self.size = size
        self._loop: asyncio.AbstractEventLoop | None = None

    async def start(self) -> None:
        """Start the pool of this event loop."""
        if self.pool_here() is None:
            pool = asyncpg.create_pool(
                **self.config, min_size=1, max_size=self.size, reset=_leave_as_it_is
            )
            self.pool = await pool
            self._loop = asyncio.get_running_loop()

    async def stop(self) -> None:
        """Close the pool when its connections are back, or at once when patience ends."""
        pool, self.pool = self.pool_here(), None
        if pool is None:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await pool.close()
        except TimeoutError:
            logger.warning("Connections were still in use when the pool was closed.")

    async def start_connection_pool(self, **_kwargs: Any) -> None:  # noqa: ANN401 - Piccolo's signature
        """Start the pool, by Piccolo's name."""
        await self.start()

    async def close_connection_pool(self) -> None:
        """Close the pool, by Piccolo's name."""
        await self.stop()

    def pool_here(self) -> Any:  # noqa: ANN401 - asyncpg is untyped
        """Answer the pool if it belongs to the running event loop."""
        return self.pool if self._loop is asyncio.get_running_loop() else None

    async def session(self, *, reading: bool) -> PostgresSession:
        """Take a connection of the pool, or a new one when no pool runs here."""
        pool = self.pool_here()
        if pool is None:
            return PostgresSession(await self.get_new_connection(), None, reading=reading)
        return PostgresSession(await pool.acquire(), pool, reading=reading)

    async def alone(self, sql: str, args: Sequence[Any], *, in_pool: bool) -> list[Any]:
        """Send a statement through the pool, or a new connection when no pool runs here."""
        pool = self.pool_here() if in_pool else None
        rows: list[Any]
        if pool is not None:
            async with pool.acquire() as connection:
                rows = await connection.fetch(sql, *args)
            return rows
        connection = await self.get_new_connection()
        try:
            rows = await connection.fetch(sql, *args)
        finally:
            await connection.close()
        return rows

    def duplicate(self, error: BaseException) -> Duplicate | None:
        """Answer the Duplicate that a unique violation means."""
        if isinstance(error, asyncpg.UniqueViolationError):
            return Duplicate(error.constraint_name or "")
        return None


async def _leave_as_it_is(_connection: object) -> None:
    pass
