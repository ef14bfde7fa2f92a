"""Batches of annulments, and requests to let the public know more."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.memoranda.tables import Memorandum
from coalition.organisations.tables import Organisation
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


class DisclosureRequest(Table):
    """A request of a signatory to let the public know more about an act: carried out when it is due, unless it was stopped before.

    `before` is the level in force when it was made. All contacts of the invitation get the link that stops it.
    """

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    act = UUID(null=False)
    before = Varchar(30, null=False)
    disclosure = Varchar(30, null=False)
    description = Varchar(300, null=False, default="")
    release_on = Date(null=True, default=None)
    stop_hash = Varchar(64, null=False, unique=True)
    requested_at = Timestamptz(null=False)
    due_at = Timestamptz(null=False)
    stopped_at = Timestamptz(null=True, default=None)
    done_at = Timestamptz(null=True, default=None)
