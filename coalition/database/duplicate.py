"""The error for a broken unique constraint, the same on both engines."""

from __future__ import annotations

from coalition.errors import CoalitionError


class Duplicate(CoalitionError):
    """Raised for a unique violation on either engine.

    `constraint` names it as far as the driver does: the constraint or index on PostgreSQL,
    the columns ("band.name, band.country") or the index on SQLite.
    """

    def __init__(self, constraint: str = "") -> None:
        """Name the constraint, if the driver did."""
        super().__init__(f"Already there: {constraint}" if constraint else "Already there.")
        self.constraint = constraint
