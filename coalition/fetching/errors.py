"""Why a page of somebody else could not be read."""

from __future__ import annotations

from coalition.errors import CoalitionError


class FetchFailed(CoalitionError):
    """The page could not be read."""


class AddressRefused(FetchFailed):
    """It is no plain https address of a named host."""


class HostUnknown(FetchFailed):
    """The name has no address."""


class NotPublic(FetchFailed):
    """The name leads to an address that is not open to everybody."""


class NoAnswer(FetchFailed):
    """Nobody answers there with https and a certificate that is good for the name."""


class TooSlow(FetchFailed):
    """The answer took longer than five seconds."""


class Redirected(FetchFailed):
    """The answer sends the reader elsewhere; nobody is followed."""


class NotThere(FetchFailed):
    """The answer is an error."""


class NotText(FetchFailed):
    """The answer is not plain text or a web page."""
