"""The error for a database that cannot work now, the same on both engines."""

from __future__ import annotations

from typing import ClassVar

from coalition.errors import CoalitionError


class Unavailable(CoalitionError):
    """Raised when the database cannot do anything at all now: no connection, a full disk, a failing disk, a lock that does not end.

    Nothing was acknowledged; the same request may succeed later. `reason` is the code or the class of the driver's error and holds no value.
    """

    count: ClassVar[int] = 0  # how often this happened in this process

    def __init__(self, reason: str) -> None:
        """Take the reason, which goes to the log."""
        Unavailable.count += 1
        super().__init__(f"The database is not available now ({reason}).")
        self.reason = reason
