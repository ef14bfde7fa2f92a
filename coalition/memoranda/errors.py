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


class AlreadyPublic(MemorandumRule):
    """Everybody can read it already."""


class NotOpen(MemorandumRule):
    """It is not open for signature, so that it can be neither closed nor extended, and nobody is invited or reminded."""


class NotClosed(MemorandumRule):
    """Only what was closed for signature can be opened for accession."""


class NothingToExtend(MemorandumRule):
    """It has no last day."""


class NotEnoughSigned(MemorandumRule):
    """It becomes public by itself, once as many have signed as its rule asks for."""


class ForumMissing(MemorandumRule):
    """A rule speaks of the forum or its countries, and there are none."""


class RulesBind(MemorandumRule):
    """Somebody has signed under the present rules."""


class AlreadyTerminated(MemorandumRule):
    """It was terminated before."""


class DraftInHand(MemorandumRule):
    """The next edition is being written: nothing in the present one is corrected, and no other is begun."""


class NoDraft(MemorandumRule):
    """No further edition is being written."""


class CorrectionPending(MemorandumRule):
    """A correction is open to objection: until it is decided no new edition is begun."""


class ChangedMeanwhile(MemorandumRule):
    """Somebody else saved the text since it was loaded."""


class AlreadyMember(MemorandumRule):
    """The person works on this memorandum already."""


class NoSuchPerson(MemorandumRule):
    """There is no account with this address."""
