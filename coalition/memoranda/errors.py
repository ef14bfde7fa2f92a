"""The rules of texts and windows that can be broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.languages import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.text.provisions import UncertainLine


class MemorandumRule(CoalitionError):
    """A rule about a memorandum's state was broken."""


class TextFrozen(MemorandumRule):
    """The text is authenticated and cannot be edited any more."""


class UncertainLines(InvalidForm):
    """Lines of a text begin with what may be a number or not; nobody has said which."""

    def __init__(self, lines: Sequence[UncertainLine]) -> None:
        """Hold the lines; the message is about the first."""
        first = lines[0]
        asked = Message(
            "Does line {line} begin with a number? Write “{number}” if it does, “{text}” if it does not.",
            line=first.line,
            number=first.as_number,
            text=first.as_text,
        )
        super().__init__({"body": asked})
        self.lines = lines


class WordingMissing(MemorandumRule):
    """An authentic language has no text yet."""


class NothingToTry(CoalitionError):
    """There is no letter that waits after a failure; perhaps it was sent meanwhile."""


class NotAuthenticated(MemorandumRule):
    """Only an authenticated text can be opened for signature."""


class AlreadyOpen(MemorandumRule):
    """The window was opened before."""


class AlreadyPublic(MemorandumRule):
    """The memorandum is public already."""


class NotOpen(MemorandumRule):
    """The memorandum is not open: it cannot be closed or extended, and nobody can be invited or reminded."""


class NotClosed(MemorandumRule):
    """Only a memorandum that was closed for signature can be opened for accession."""


class NotEnoughSigned(MemorandumRule):
    """By its rule the memorandum becomes public with a number of signatures, and not before."""


class ForumMissing(MemorandumRule):
    """A rule refers to the forum or its countries, and there are none."""


class RulesBind(MemorandumRule):
    """Somebody has signed under the present rules."""


class AlreadyTerminated(MemorandumRule):
    """The memorandum was terminated before."""


class DraftInHand(MemorandumRule):
    """The next edition is being drafted: the present one cannot be corrected, and no other can be begun."""


class NoDraft(MemorandumRule):
    """No further edition is being drafted."""


class CorrectionPending(MemorandumRule):
    """A correction is not decided yet: no new edition can be begun."""


class ChangedMeanwhile(MemorandumRule):
    """Somebody else saved the text after it was loaded."""


class AlreadyMember(MemorandumRule):
    """The person already works on this memorandum."""


class NotAMember(MemorandumRule):
    """The person does not work on the memorandum."""


class LastMember(MemorandumRule):
    """The last coordinator who works on a memorandum cannot be removed."""


class NoSuchPerson(MemorandumRule):
    """There is no account with this address."""


class NotPublic(MemorandumRule):
    """Only a public memorandum can be withdrawn from the public."""


class WithdrawnFromPublic(MemorandumRule):
    """The memorandum is withdrawn from the public: nobody can sign it, and nobody is invited."""


class NotWithdrawn(MemorandumRule):
    """Only a memorandum that was withdrawn from the public can be shown again."""


class NoEmbargo(MemorandumRule):
    """The memorandum is not under embargo."""


class WasAbandoned(MemorandumRule):
    """The draft was abandoned; it can only be read."""


class NotAbandoned(MemorandumRule):
    """Only an abandoned draft can be taken up again."""


class SomebodySigned(MemorandumRule):
    """A draft on which an act is recorded cannot be abandoned."""


class NoNumberRule(MemorandumRule):
    """No rule about a number of signatures keeps the memorandum from being public, or from taking effect."""


class AlreadyInEffect(MemorandumRule):
    """The memorandum took effect before."""
