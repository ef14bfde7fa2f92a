"""The rules of signing that can be broken."""

from coalition.errors import CoalitionError


class NothingToConfirm(CoalitionError):
    """No signature ad referendum waits, or its time is over."""


class OnlyTheSignatory(CoalitionError):
    """Only the organisation itself may let the public know more."""


class BatchDecided(CoalitionError):
    """The batch of annulments was confirmed or undone before."""
