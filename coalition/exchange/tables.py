"""Uploads that wait for confirmation."""

from piccolo.columns import ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.people.tables import Coordinator


class Import(Table):
    """A file of organisations: previewed, confirmed, then read in the background."""

    id: Serial
    coordinator = ForeignKey(Coordinator, null=False, on_delete=OnDelete.cascade)
    file_name = Varchar(200, null=False)
    content = Text(null=False)
    rows = Integer(null=False, default=0)
    done = Integer(null=False, default=0)
    outcome = Text(null=False, default="")
    created_at = Timestamptz(null=False)
    confirmed_at = Timestamptz(null=True, default=None)
    finished_at = Timestamptz(null=True, default=None)
