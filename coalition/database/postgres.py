"""PostgreSQL on one pool of connections, each of which always comes back or is closed."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import asyncpg  # type: ignore[import-untyped]  # it carries no type marker
from piccolo.engine.postgres import PostgresEngine as PiccoloPostgresEngine

from coalition.database.duplicate import Duplicate
from coalition.database.engine import Engine
from coalition.database.transactions import Session, run_to_end
from coalition.database.unavailable import Unavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.errors import CoalitionError

logger = logging.getLogger(__name__)

PATIENCE = 10.0  # seconds to wait for a server that does not answer

# Classes and codes of PostgreSQL's errors (appendix A of its manual): connections, resources such as the disk, the operator,
# the system; then a standby that cannot write, and conflicts that end when they are tried again.
_UNAVAILABLE = ("08", "53", "57P", "58", "25006", "40001", "40P01", "55P03")
_READ_ONLY = "25006"
_CLOSED = "clos"  # "connection is closed", "pool is closing": asyncpg has one class for these and for misuse

_BEGIN = {False: "BEGIN", True: "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"}


class PostgresSession(Session):
    """A connection held by one transaction: of the pool, or its own where no pool runs."""

    def __init__(self, connection: Any, pool: Any, *, reading: bool) -> None:
        """Hold a connection, of a pool if there is one."""
        self.connection = connection
        self._pool = pool
        self._begin = _BEGIN[reading]

    async def begin(self) -> None:
        """Begin the transaction."""
        await self.connection.execute(self._begin)

    async def fetch(self, sql: str, args: Sequence[Any], *, quick: bool = False) -> list[Any]:  # noqa: ARG002 -- both engines' signature
        """Run one statement and return its rows."""
        rows: list[Any] = await self.connection.fetch(sql, *args)
        return rows

    async def commit(self) -> None:
        """Commit, or raise; the server answers ROLLBACK to a transaction that failed before."""
        if await self.connection.execute("COMMIT") != "COMMIT":
            message = "The transaction could only be rolled back."
            raise asyncpg.InFailedSQLTransactionError(message)

    async def rollback(self) -> None:
        """Roll back, or raise."""
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

    async def end_statement(self) -> None:
        """Give back a connection whose statement was cancelled.

        A cancellation between asyncpg's Parse and Bind leaves the statement's own transaction
        open, with its locks; any simple query ends it.
        """
        try:
            await self.connection.execute("SELECT 1", timeout=PATIENCE)
        except BaseException as error:
            await self.discard()
            if not isinstance(error, Exception):
                raise
        else:
            await self.give_back()

    def _terminate(self) -> None:
        with suppress(asyncpg.InterfaceError):  # it is back in the pool already
            self.connection.terminate()

    async def _release(self) -> None:
        if self._pool is None:
            await self.connection.close()
        else:
            await self._pool.release(self.connection)


class PostgresEngine(Engine, PiccoloPostgresEngine):  # type: ignore[misc]  # its transactions are ours, not Piccolo's
    """Piccolo's PostgreSQL engine with a pool for each event loop.

    A connection is not reset between users, which saves a round trip: set nothing for a whole
    session, use SET LOCAL and `advisory_locks`.
    """

    def __init__(self, config: dict[str, Any], *, size: int) -> None:
        """Take asyncpg's arguments and the most connections to hold; nothing is opened yet."""
        self._arguments = {"server_settings": {"application_name": "coalition"}, "timeout": PATIENCE, **config}
        super().__init__(config=self._arguments)
        self.size = size
        self._pool: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def start(self) -> None:
        """Start the pool of this event loop."""
        if self._pool_here() is None:
            self._pool = await asyncpg.create_pool(**self._arguments, min_size=1, max_size=self.size, reset=_no_reset)
            self._loop = asyncio.get_running_loop()

    async def stop(self) -> None:
        """Close the pool when its connections are back, or after some seconds at once."""
        pool, self._pool = self._pool_here(), None
        if pool is None:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await pool.close()
        except TimeoutError:
            logger.warning("Connections were still in use when the pool was closed.")

    async def shorten_log(self) -> bool:
        """Do nothing: the server recycles its log by itself."""
        return True

    async def compact(self, *tables: str) -> None:
        """Write the files of some tables anew; the server's log keeps its copies until it is recycled."""
        for table in tables:
            await self.send_alone(f"VACUUM (FULL, ANALYZE) {table}", (), in_pool=False)

    async def start_connection_pool(self, **_kwargs: Any) -> None:
        """Start the pool, by Piccolo's name."""
        await self.start()

    async def close_connection_pool(self) -> None:
        """Close the pool, by Piccolo's name."""
        await self.stop()

    def _pool_here(self) -> Any:
        """Return the pool if it belongs to the running event loop."""
        return self._pool if self._loop is asyncio.get_running_loop() else None

    async def session(self, *, reading: bool, brief: bool) -> PostgresSession:  # noqa: ARG002 -- both engines' signature
        """Take a connection of the pool, or a new one when no pool runs here."""
        return await self._session(self._pool_here(), reading=reading)

    async def _session(self, pool: Any, *, reading: bool) -> PostgresSession:
        if pool is None:
            return PostgresSession(await asyncpg.connect(**self._arguments), None, reading=reading)
        async with asyncio.timeout(PATIENCE):
            return PostgresSession(await pool.acquire(), pool, reading=reading)

    async def send_alone(self, sql: str, args: Sequence[Any], *, in_pool: bool) -> list[Any]:
        """Send a statement through the pool, or through a new connection when no pool runs here."""
        session = await self._session(self._pool_here() if in_pool else None, reading=False)
        try:
            rows = await session.fetch(sql, args)
        except asyncpg.PostgresError:  # the server has answered: the statement is over
            await run_to_end(session.give_back())
            raise
        except BaseException:
            await run_to_end(session.end_statement())
            raise
        await session.give_back()
        return rows

    def translated(self, error: BaseException, *, reading: bool = False) -> CoalitionError | None:
        """Return the Duplicate for a unique violation, the Unavailable for a server that cannot work now; None for any other error."""
        if isinstance(error, asyncpg.UniqueViolationError):
            return Duplicate(error.constraint_name or "")
        if isinstance(error, OSError):  # TimeoutError is one
            return Unavailable(type(error).__name__)
        if isinstance(error, asyncpg.InterfaceError):
            return Unavailable(type(error).__name__) if _CLOSED in str(error) and not isinstance(error, ValueError) else None
        code: str = getattr(error, "sqlstate", None) or ""
        if code.startswith(_UNAVAILABLE) and not (reading and code == _READ_ONLY):
            return Unavailable(code)
        return None


async def _no_reset(_connection: object) -> None:
    pass
