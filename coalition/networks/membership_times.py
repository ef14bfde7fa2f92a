"""The time of a membership, and what two of them certainly have in common."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from coalition.networks.tables import UNKNOWN
from coalition.partial_dates import PartialDate

_NOT_YET, _LONG_AGO = "9999", "0000"


class Period(Struct, frozen=True):
    """From when to when somebody was a member, as `Membership` stores it."""

    since: str | None
    until: str | None

    @property
    def is_in_order(self) -> bool:
        """Whether the end does not lie certainly before the beginning."""
        return not self.since or not self.until or self.until == UNKNOWN or not PartialDate(self.until).before(PartialDate(self.since))

    @property
    def days(self) -> Days:
        """The days on which it certainly was, whatever the days are that a partial date leaves open.

        A beginning that is not known counts as long ago; an end that is not known may have been at any time.
        """
        begun = PartialDate(self.since).last.isoformat() if self.since else _LONG_AGO
        if self.until == UNKNOWN:
            return Days(begun, begun)
        return Days(begun, PartialDate(self.until).first.isoformat() if self.until else _NOT_YET)


class Days(NamedTuple):
    """A time from one day until another, which is not part of it."""

    begun: str
    ended: str

    def shared_with(self, other: Days) -> Days | None:
        """Return the time that two have in common, if they have any."""
        both = Days(max(self.begun, other.begun), min(self.ended, other.ended))
        return both if both.begun < both.ended else None
