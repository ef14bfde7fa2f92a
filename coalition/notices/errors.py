"""The rules of mailing notifications that can be broken."""

from coalition.errors import CoalitionError


class NoSubscription(CoalitionError):
    """A link has no subscription, confirmed or not."""
