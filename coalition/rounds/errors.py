"""The rules of consultation rounds that can be broken."""

from coalition.errors import CoalitionError


class RoundRule(CoalitionError):
    """A rule about a round was broken."""


class RoundStillOpen(RoundRule):
    """A round on the memorandum is open: there is one at a time."""


class RoundClosed(RoundRule):
    """The round is closed, or its deadline is over."""
