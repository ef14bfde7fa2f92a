"""The rules of reported mistakes that can be broken."""

from coalition.errors import CoalitionError


class AlreadyAnswered(CoalitionError):
    """The report was answered before, or there is none."""
