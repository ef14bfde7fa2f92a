"""The rules of amendments that can be broken."""

from coalition.errors import CoalitionError


class AmendmentRule(CoalitionError):
    """A rule about an amendment was broken."""


class NoSuchAmendment(AmendmentRule):
    """There is no such amendment, or none that the reader may know of."""


class NoSuchComment(AmendmentRule):
    """There is no such comment, or none that the reader may know of."""


class ChangedByColleague(AmendmentRule):
    """A colleague in the same seat saved, handed in or deleted the same after the person began to write.

    `untouched` are the fields of the form in which the person wrote nothing.
    """

    def __init__(self, untouched: frozenset[str] = frozenset()) -> None:
        """Store which fields those are."""
        super().__init__(*sorted(untouched))
        self.untouched = untouched


class AmendmentNotOpen(AmendmentRule):
    """The amendment was decided or withdrawn, or is without an object."""


class WordsChanged(AmendmentRule):
    """The words that the amendment is about were changed meanwhile: it can be accepted with changes only."""


class OwnAmendment(AmendmentRule):
    """An organisation does not co-sponsor its own amendment."""


class OnlyTheOrganisation(AmendmentRule):
    """Only the organisation itself lets everybody read more of what it handed in with its link."""


class NotDecided(AmendmentRule):
    """Nothing was decided that could be taken back."""


class NothingToHandIn(AmendmentRule):
    """The seat has no amendment that is not handed in."""


class AmendmentsCollide(AmendmentRule):
    """Two amendments that would be accepted at once collide."""
