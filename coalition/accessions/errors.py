"""The rules of requests to accede that can be broken."""

from coalition.errors import CoalitionError


class AlreadyAnswered(CoalitionError):
    """The organisation has answered its invitation before."""


class AlreadyDecided(CoalitionError):
    """The request to accede was decided, or there is none."""
