"""The rules of texts and windows that can be broken."""

from coalition.errors import CoalitionError


class MemorandumRule(CoalitionError):
    """A rule about a memorandum's state was broken."""


class TextFrozen(MemorandumRule):
    """The text is authenticated: what was or may be signed is not edited."""


class WordingMissing(MemorandumRule):
    """An authentic language has no text yet."""


class NotAuthenticated(MemorandumRule):
    """Only an authenticated text can be opened for signature."""


class AlreadyOpen(MemorandumRule):
    """The window was opened before."""


class NotOpen(MemorandumRule):
    """It is not open for signature, so that it cannot be closed."""


class ChangedMeanwhile(MemorandumRule):
    """Somebody else saved the text since it was loaded."""


class AlreadyMember(MemorandumRule):
    """The person works on this memorandum already."""


class NoSuchPerson(MemorandumRule):
    """There is no account with this address."""
