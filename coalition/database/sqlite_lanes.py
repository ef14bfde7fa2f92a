"""Places for connections of SQLite."""

from __future__ import annotations

from typing import Any

from coalition.database.sqlite_thread import Connection


class Lane:
    """A place for one connection, opened when needed and again after it was dropped."""

    def __init__(self, connect: dict[str, Any], *, read_only: bool) -> None:
        """Remember how to connect."""
        self._connect = connect
        self._read_only = read_only
        self._connection: Connection | None = None

    def connection(self) -> Connection:
        """Answer the connection; opening happens on its own thread."""
        if self._connection is None or self._connection.broken:
            self._connection = Connection(self._connect, read_only=self._read_only)
        return self._connection

    async def drop(self) -> None:
        """Close the connection; whatever it had not committed is undone."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()
