"""The rules of signing that can be broken."""

from coalition.errors import CoalitionError


class NothingToConfirm(CoalitionError):
    """No signature ad referendum waits, or its time is over."""


class NothingToTakeBack(CoalitionError):
    """The last answer of the organisation is no decline, or was taken back before."""


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


class NoSuccessorKnown(CoalitionError):
    """No event on record says which organisation came after this one."""


class NoContact(CoalitionError):
    """The organisation has no contact to whom a letter could go."""


class SignedOnline(CoalitionError):
    """The organisation signed with its invitation: it has its private link, and asks for a fresh one itself."""


class ReceiptSentToday(CoalitionError):
    """The letter of receipt was written today; another one would only end up beside it."""
