"""The rules of acting on a memorandum that can be broken."""

from coalition.errors import CoalitionError


class NotYetOpen(CoalitionError):
    """The window has not begun."""


class WindowClosed(CoalitionError):
    """The window has ended."""


class OnlyParticipants(CoalitionError):
    """By the rule of the day only organisations that took part in the forum may sign."""


class NothingStands(CoalitionError):
    """The organisation has no standing signature."""


class NotAParty(CoalitionError):
    """Only a party may state something, and a supporter only declare: no such act of the organisation stands."""
