"""The rules of mailing notifications that can be broken."""

from coalition.errors import CoalitionError


class NoSubscription(CoalitionError):
    """No letters are mailed under this link, nor asked for."""
