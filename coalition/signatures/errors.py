"""The rules of signing that can be broken."""

from coalition.errors import CoalitionError


class NothingToConfirm(CoalitionError):
    """No signature ad referendum waits, or its time is over."""


class OnlyTheSignatory(CoalitionError):
    """Only the organisation itself may let the public know more."""


class BatchDecided(CoalitionError):
    """The batch of annulments was confirmed or undone before."""


class RaiseNeedsTime(CoalitionError):
    """The public would know more: that needs a fresh link, the name of the signer and 72 hours."""


class RequestWaits(CoalitionError):
    """A request to let the public know more waits already."""


class RequestUnknown(CoalitionError):
    """There is no request to let the public know more with this link."""
