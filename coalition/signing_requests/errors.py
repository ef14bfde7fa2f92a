"""The rules of requests to sign that can be broken."""

from coalition.errors import CoalitionError


class AlreadyAnswered(CoalitionError):
    """A signature or support of the organisation stands already."""


class ContactNeedsApproval(CoalitionError):
    """The organisation is at risk: two coordinators add a contact to it, on its own page."""


class AlreadyDecided(CoalitionError):
    """The request was decided, or there is none."""
