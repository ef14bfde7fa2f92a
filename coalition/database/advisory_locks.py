"""Locks on what no row stands for: every one with a number of its own, so that two that mean different things exclude nobody from each other.

A transaction that takes several takes them in the order of the enum, so that two of them never wait for each other.
"""

from __future__ import annotations

from enum import IntEnum, unique

from coalition.database.binding import execute, is_postgres


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


async def hold(lock: AdvisoryLock) -> None:
    """Let no other transaction hold a lock until this one ends; SQLite has one writer at a time."""
    if is_postgres():
        await execute("SELECT pg_advisory_xact_lock({})", int(lock))
