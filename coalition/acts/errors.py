"""The rules of acting on a memorandum that can be broken."""

from coalition.errors import CoalitionError


class NotYetOpen(CoalitionError):
    """The window has not begun."""


class WindowClosed(CoalitionError):
    """The window has ended."""


class OnlyParticipants(CoalitionError):
    """By today's signature rule only organisations that took part in the forum may sign."""


class NothingStands(CoalitionError):
    """The organisation has no standing signature."""


class NotAParty(CoalitionError):
    """No act of the organisation stands that allows this: parties make statements, supporters declarations only."""
