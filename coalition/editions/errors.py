"""The rules of corrections and further editions that can be broken."""

from coalition.errors import CoalitionError
from coalition.memoranda.errors import MemorandumRule


class DraftInHand(MemorandumRule):
    """The next edition is being written: nothing in the present one is corrected, and no other is begun."""


class NoDraft(MemorandumRule):
    """No further edition is being written."""


class NothingChanged(MemorandumRule):
    """The draft says the same as the edition in force."""


class CorrectionPending(MemorandumRule):
    """A correction is open to objection: until it is decided no new edition is begun."""


class TooEarly(MemorandumRule):
    """Parties may still object."""


class Decided(MemorandumRule):
    """The correction was decided before."""


class NothingToObjectTo(CoalitionError):
    """There is no such correction, or it is not open to objection any more."""
