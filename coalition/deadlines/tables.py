"""The private addresses of calendars; only the SHA-256 of their tokens is stored."""

from piccolo.columns import ForeignKey, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.people.tables import Coordinator


class CalendarAddress(Table):
    """The address at which the calendar program of a person reads their deadlines; a person has one at most."""

    id: Serial
    coordinator = ForeignKey(Coordinator, null=False, unique=True, on_delete=OnDelete.cascade)
    token_hash = Varchar(64, null=False, unique=True)
    made_at = Timestamptz(null=False)
