"""The reasons why a page of another website could not be read."""

from __future__ import annotations

from coalition.errors import CoalitionError


class FetchFailed(CoalitionError):
    """The page could not be read."""


class AddressRefused(FetchFailed):
    """The address is not https with a public host name."""


class HostUnknown(FetchFailed):
    """The host name has no IP address."""


class NotPublic(FetchFailed):
    """The host name has an IP address that is not public."""


class NoAnswer(FetchFailed):
    """No server answers with https and a valid certificate."""


class TooSlow(FetchFailed):
    """The answer took longer than five seconds."""


class Redirected(FetchFailed):
    """The answer is a redirect; redirects are not followed."""


class NotThere(FetchFailed):
    """The answer is an error."""


class NotText(FetchFailed):
    """The answer is not plain text or a web page."""
