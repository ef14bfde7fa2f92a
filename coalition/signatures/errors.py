"""The rules of inviting and signing that can be broken; what is told to whom is decided by the pages."""

from coalition.errors import CoalitionError


class LinkUnknown(CoalitionError):
    """There is no such link."""


class LinkClosed(CoalitionError):
    """The link was good once; nothing about it is told but why it is not any more."""


class LinkUsed(LinkClosed):
    """The invitation was answered."""


class LinkRevoked(LinkClosed):
    """The coordinators took the invitation back."""


class LinkExpired(LinkClosed):
    """The link is too old."""


class TextReplaced(LinkClosed):
    """The invitation was to sign another edition."""


class NotYetOpen(CoalitionError):
    """The window has not begun."""


class WindowClosed(CoalitionError):
    """The window has ended."""


class NothingStands(CoalitionError):
    """The organisation has no standing signature."""


class NothingToConfirm(CoalitionError):
    """No signature ad referendum waits, or its time is over."""


class OnlyTheSignatory(CoalitionError):
    """Only the organisation itself may let the public know more."""


class BatchDecided(CoalitionError):
    """The annulments were confirmed or undone before."""


class NotAuthenticatedYet(CoalitionError):
    """Nobody can be invited to sign a text that is not fixed."""
