"""Why two entries cannot be merged, or a merging cannot be undone."""

from coalition.errors import CoalitionError


class SameEntry(CoalitionError):
    """Both are the same entry, or one is merged into the other already."""


class BothActed(CoalitionError):
    """Both have an act that stands on the same memorandum, as the coordinator may know: two lines of one organisation would stand there."""


class BothInvited(CoalitionError):
    """Each has an act or can answer an invitation on a memorandum of the coordinator: two lines could come to stand there."""


class BothSeated(CoalitionError):
    """Both have a seat in an open round of a memorandum of the coordinator: one organisation would answer twice."""


class WouldBeHidden(CoalitionError):
    """The entry to merge is in the public register, and the one that would remain is not."""


class MergingNeedsApproval(CoalitionError):
    """One of them is at risk: two coordinators have to agree."""


class ChangeWaits(CoalitionError):
    """A change of one of them waits for the approval of a second coordinator."""


class NotMerged(CoalitionError):
    """The entry is not merged into another."""


class UndoingOver(CoalitionError):
    """The days in which a merging can be undone are over."""
