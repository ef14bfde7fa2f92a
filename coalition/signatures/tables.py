"""Batches of annulments."""

from piccolo.columns import Boolean, ForeignKey, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.memoranda.tables import Memorandum
from coalition.people.tables import Coordinator


class AnnulmentBatch(Table):
    """Several annulments prepared together; they can be undone until they are confirmed."""

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    coordinator = ForeignKey(Coordinator, null=False, on_delete=OnDelete.restrict)
    ground = Varchar(30, null=False)
    conditions = Text(null=False, default="{}")
    acts = Text(null=False, default="[]")
    quiet = Boolean(null=False, default=False)
    prepared_at = Timestamptz(null=False)
    confirmed_at = Timestamptz(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)
