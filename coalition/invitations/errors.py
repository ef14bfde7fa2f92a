"""Why a private link does not work."""

from coalition.errors import CoalitionError


class LinkUnknown(CoalitionError):
    """There is no such link."""


class LinkClosed(CoalitionError):
    """The link was valid once; the answer says only why it is not valid any more."""


class SessionEnded(CoalitionError):
    """The thirty minutes of a signing session are over, or a form was shown in another session."""


class LinkUsed(LinkClosed):
    """The invitation was answered before."""


class LinkRevoked(LinkClosed):
    """The coordinators revoked the invitation."""


class LinkExpired(LinkClosed):
    """The link has expired, was ended or replaced by a newer one, or the invitation was handed over."""


class FreshLinkOffered(LinkClosed):
    """The link only asks for a fresh one; the link with which answers were saved works until then."""


class FreshLinkNeeded(CoalitionError):
    """The link shows, hides and withdraws; for anything else a fresh link must be sent to the contacts of the invitation."""


class AlreadyVouched(LinkClosed):
    """A second person of the organisation has said whether the act was theirs."""


class ActEnded(LinkClosed):
    """The act about which a second person was asked does not stand any more."""


class TextReplaced(LinkClosed):
    """The invitation is for another edition than the one in force."""
