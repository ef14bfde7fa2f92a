"""Locks on what no row stands for: every one with a number of its own, so that two that mean different things exclude nobody from each other.

A transaction that takes several takes them in the order of the enum, so that two of them never wait for each other.
"""

from __future__ import annotations

from enum import IntEnum, unique
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from coalition.database.binding import current, execute, is_postgres

if TYPE_CHECKING:
    from collections.abc import MutableMapping


@unique
class AdvisoryLock(IntEnum):
    """What only one transaction at a time may work on; the numbers are those of PostgreSQL's advisory locks."""

    LISTS_OF_ORGANISATIONS = 20261129
    NUMBERS_OF_PARTNERS = 20261202
    NUMBERS_OF_NOTIFICATIONS = 20130430
    COUNTERS_OF_INVITATIONS = 20261203
    WORDS_OF_THE_SEARCH = 20261201
    PAIRS_OF_ORGANISATIONS = 20261130
    CHAIN_OF_THE_TRAIL = 20261128

    @property
    def place(self) -> int:
        """The place of the last step that takes it (`before_commit`)."""
        return list(AdvisoryLock).index(self) + 1


@unique
class RowLock(IntEnum):
    """Which rows a transaction may hold together with others, or alone; the numbers are the first of the two of an advisory lock.

    A lock of the row itself would not do: whoever wants it alone could wait for ever while others come and share it. These have a queue.
    """

    MEMORANDUM = 1


# The rows that a transaction shares: it cannot have them alone any more, for two that tried it would wait for each other.
_shared: MutableMapping[Any, set[tuple[RowLock, int]]] = WeakKeyDictionary()


async def hold(lock: AdvisoryLock) -> None:
    """Let no other transaction hold a lock until this one ends; SQLite has one writer at a time."""
    if is_postgres():
        await execute("SELECT pg_advisory_xact_lock({})", int(lock))


async def hold_row(lock: RowLock, row_id: int) -> None:
    """Let no other transaction hold or share a row until this one ends; SQLite has one writer at a time."""
    if is_postgres():
        active = current().active()
        if active is not None and (lock, row_id) in _shared.get(active, ()):
            message = f"This transaction shares {lock.name} {row_id} with others; it must hold it alone from the beginning."
            raise RuntimeError(message)
        await execute("SELECT pg_advisory_xact_lock({}, {})", int(lock), row_id)


async def share_row(lock: RowLock, row_id: int) -> None:
    """Let no other transaction hold a row alone until this one ends; others may share it. SQLite has one writer at a time."""
    if is_postgres():
        await execute("SELECT pg_advisory_xact_lock_shared({}, {})", int(lock), row_id)
        _shared.setdefault(current().active(), set()).add((lock, row_id))
