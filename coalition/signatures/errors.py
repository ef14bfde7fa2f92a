"""The rules of inviting and signing that can be broken; what is told to whom is decided by the pages."""

from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.languages import Message


class LinkUnknown(CoalitionError):
    """There is no such link."""


class LinkClosed(CoalitionError):
    """The link was good once; nothing about it is told but why it is not any more."""


class LinkUsed(LinkClosed):
    """The invitation was answered."""


class LinkRevoked(LinkClosed):
    """The coordinators took the invitation back."""


class LinkExpired(LinkClosed):
    """The link is too old."""


class AlreadyVouched(LinkClosed):
    """A second person of the organisation has said whether the act was theirs."""


class ActEnded(LinkClosed):
    """What a second person was asked about does not stand any more."""


class TextReplaced(LinkClosed):
    """The invitation was to sign another edition."""


class AlreadyAnswered(CoalitionError):
    """The organisation has answered its invitation before."""


class AlreadyDecided(CoalitionError):
    """The request to accede was decided, or there is none."""


class NotYetOpen(CoalitionError):
    """The window has not begun."""


class WindowClosed(CoalitionError):
    """The window has ended."""


class OnlyParticipants(CoalitionError):
    """By the rule of the day only organisations that took part in the forum may sign."""


class NothingStands(CoalitionError):
    """The organisation has no standing signature."""


class NothingToConfirm(CoalitionError):
    """No signature ad referendum waits, or its time is over."""


class OnlyTheSignatory(CoalitionError):
    """Only the organisation itself may let the public know more."""


class BatchDecided(CoalitionError):
    """The annulments were confirmed or undone before."""


class NotAuthenticatedYet(CoalitionError):
    """Nobody can be invited to sign a text that is not fixed."""


class NotAParty(CoalitionError):
    """Only a party may state something, and a supporter only declare: no such act of the organisation stands."""


class NoSuchStatement(CoalitionError):
    """There is no such statement, or it was withdrawn before."""


class ReservationsExcluded(InvalidForm):
    """The memorandum excludes reservations."""

    def __init__(self) -> None:
        """Say it at the kind."""
        super().__init__({"statement_kind": Message("This memorandum excludes reservations; none can be made.")})


class DeclarationsOnly(InvalidForm):
    """Who supports a text is not bound by it, and has nothing to reserve."""

    def __init__(self) -> None:
        """Say it at the kind."""
        super().__init__({"statement_kind": Message("An organisation that supports the text without signing it can make declarations only.")})


class NoSuchProvision(InvalidForm):
    """The text that the party signed has no such provision."""

    def __init__(self) -> None:
        """Say it at the provision."""
        super().__init__({"statement_provision": Message("Choose a provision of the text from the list.")})


class NoReservationStands(InvalidForm):
    """No other party has such a reservation, for all that everybody may know, or it did not stand on that day."""

    def __init__(self) -> None:
        """Say it at the reservation."""
        super().__init__({"objects_to": Message("Choose a reservation of another party that stood on that day.")})


class NothingToObjectTo(CoalitionError):
    """There is no such correction, or it is not open to objection any more."""
