"""The rules of corrections and further editions that can be broken."""

from coalition.errors import CoalitionError
from coalition.memoranda.errors import MemorandumRule


class NothingChanged(MemorandumRule):
    """The text of the draft is the same as that of the edition in force."""


class TooEarly(MemorandumRule):
    """Parties may still object."""


class Decided(MemorandumRule):
    """The correction was decided before."""


class NothingToObjectTo(CoalitionError):
    """There is no such correction, or it is not open to objection any more."""
