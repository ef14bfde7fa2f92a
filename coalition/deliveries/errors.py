"""The rules of addressees and timelines that can be broken."""

from coalition.errors import CoalitionError


class DeliveryRule(CoalitionError):
    """A rule about addressees or the timeline was broken."""


class NoSuchEntry(DeliveryRule):
    """The memorandum has no such entry."""


class NoSuchAddressee(DeliveryRule):
    """The memorandum has no such addressee."""


class AddresseeInUse(DeliveryRule):
    """An entry of the timeline is about this addressee."""


class EntryChanged(DeliveryRule):
    """Everybody would read something else than what the person read: somebody changed the entry meanwhile."""


class EntryPublished(DeliveryRule):
    """It was published before: it can be corrected or withdrawn only."""


class EntryWithdrawn(DeliveryRule):
    """It was withdrawn: it stays as it is."""


class NotPublished(DeliveryRule):
    """Nobody but the coordinators reads it yet: it can be changed or removed."""


class OutcomePublished(DeliveryRule):
    """The outcome is published already; a text has one."""


class NoSuchFile(DeliveryRule):
    """The entry has no such file."""


class NothingAwaited(DeliveryRule):
    """No answer is awaited: it is no delivery, it has an answer, or it was withdrawn."""


class NobodyToWriteTo(DeliveryRule):
    """No address of the organisation is on record, so that no letter can go there."""


class NoSuchSubscriber(DeliveryRule):
    """Nobody gets letters with this link: they were stopped, or it never existed."""
