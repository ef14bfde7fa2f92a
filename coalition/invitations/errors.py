"""Why a private link does not work."""

from coalition.errors import CoalitionError


class LinkUnknown(CoalitionError):
    """There is no such link."""


class LinkClosed(CoalitionError):
    """The link was good once; nothing about it is told but why it is not any more."""


class SessionEnded(CoalitionError):
    """The thirty minutes of a signing session are over, or a form was shown in another session."""


class LinkUsed(LinkClosed):
    """The invitation was answered."""


class LinkRevoked(LinkClosed):
    """The coordinators took the invitation back."""


class LinkExpired(LinkClosed):
    """The link is too old."""


class AlreadyVouched(LinkClosed):
    """A second person of the organisation has said whether the act was theirs."""


class ActEnded(LinkClosed):
    """What a second person was asked about does not stand any more."""


class TextReplaced(LinkClosed):
    """The invitation was to sign another edition."""
