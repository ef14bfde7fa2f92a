"""The rules of consultation rounds that can be broken."""

from coalition.errors import CoalitionError


class RoundRule(CoalitionError):
    """A rule about a round was broken."""


class RoundStillOpen(RoundRule):
    """A round on the memorandum is open: there is one at a time."""


class RoundClosed(RoundRule):
    """The round is closed, or its deadline is over."""


class NoSuchRound(CoalitionError):
    """The memorandum has no round with this number."""


class SeatLinkClosed(CoalitionError):
    """The private link of a seat does not work any more: it was replaced or ended, or the round is long over."""


class SeatSessionOver(CoalitionError):
    """The session of a seat is over, or a form was shown in the session of another seat."""
