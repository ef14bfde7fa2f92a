"""The rules of statements that can be broken."""

from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.languages import Message


class NoSuchStatement(CoalitionError):
    """There is no such statement, or it was withdrawn before."""


class ReservationsExcluded(InvalidForm):
    """The memorandum excludes reservations."""

    def __init__(self) -> None:
        """Show the message at the field of the kind."""
        super().__init__({"statement_kind": Message("This memorandum excludes reservations; none can be made.")})


class DeclarationsOnly(InvalidForm):
    """A supporter is not bound by the text, so that it can make declarations only."""

    def __init__(self) -> None:
        """Show the message at the field of the kind."""
        super().__init__({"statement_kind": Message("An organisation that supports the text without signing it can make declarations only.")})


class ConfirmFirst(InvalidForm):
    """A signature ad referendum allows no statement before it is confirmed."""

    def __init__(self) -> None:
        """Show the message at the field of the kind."""
        super().__init__({"statement_kind": Message("Nothing can be stated before a signature ad referendum is confirmed. State it afterwards.")})


class NoSuchProvision(InvalidForm):
    """The text that the party signed has no such provision."""

    def __init__(self) -> None:
        """Show the message at the field of the provision."""
        super().__init__({"statement_provision": Message("Choose a provision of the text from the list.")})


class AlreadyStated(InvalidForm):
    """The party has made the same statement before, and did not withdraw it: the form was sent twice."""

    def __init__(self) -> None:
        """Show the message at the field of the text."""
        super().__init__({"statement_text": Message("The organisation has made this statement already; it is on record.")})


class NoReservationStands(InvalidForm):
    """No other party has such a public reservation, or it did not stand on that day."""

    def __init__(self) -> None:
        """Show the message at the field of the reservation."""
        super().__init__({"objects_to": Message("Choose a reservation of another party that stood on that day.")})
