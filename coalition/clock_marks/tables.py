"""The mark of the clock."""

from piccolo.columns import Serial, Timestamptz
from piccolo.table import Table


class ClockMark(Table):
    """The latest time seen; the table holds one row."""

    id: Serial
    latest = Timestamptz(null=False)
