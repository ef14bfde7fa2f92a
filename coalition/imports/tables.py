"""Uploaded tables."""

from piccolo.columns import Boolean, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.acts.tables import Act
from coalition.forums.tables import Forum, Programme
from coalition.memoranda.tables import Memorandum
from coalition.networks.tables import Membership
from coalition.organisations.tables import Organisation
from coalition.partners.tables import Partner
from coalition.people.tables import Coordinator


class Import(Table):
    """A table of organisations, or of signatories of a memorandum: previewed, confirmed, then imported by a job.

    `content` holds the sheets of the file as JSON, and after the import those rows only that were left out; `choices` what a person chose
    for columns and questions. `source` is the source of rows that name none. `preview` is what a long file would do, until it is confirmed.
    With `partners` it is a table of partners of a programme, or of the host; with `memberships` one of networks and their members.
    The organisations of a list with a `forum` are to take part in it, those of a list with `inviting` are to be invited to that memorandum,
    those of a list with a `network` become its members.
    It stopped (`stopped_at`) when its coordinator could not go on with it; each who takes it over raises `turn`, so that jobs of earlier turns
    end. Once somebody confirms the rest, it has not stopped any more.
    """

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
    memorandum = ForeignKey(Memorandum, null=True, default=None, on_delete=OnDelete.cascade)
    source = Varchar(500, null=False, default="")
    choices = Text(null=False, default="{}")
    undone_at = Timestamptz(null=True, default=None)
    preview = Text(null=False, default="")
    forum = ForeignKey(Forum, null=True, default=None, on_delete=OnDelete.cascade)
    inviting = ForeignKey(Memorandum, null=True, default=None, on_delete=OnDelete.cascade)
    network = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.cascade)
    partners = Boolean(null=False, default=False)
    programme = ForeignKey(Programme, null=True, default=None, on_delete=OnDelete.cascade)
    memberships = Boolean(null=False, default=False)
    turn = Integer(null=False, default=0)
    stopped_at = Timestamptz(null=True, default=None)


class ImportedOrganisation(Table):
    """What an import did with an organisation: its state as JSON before (empty if it is new) and after, to undo it."""

    id: Serial
    upload = ForeignKey(Import, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    before = Text(null=False, default="")
    after = Text(null=False, default="")


class ImportedPartner(Table):
    """A partner that an import added."""

    id: Serial
    upload = ForeignKey(Import, null=False, on_delete=OnDelete.cascade, index=True)
    partner = ForeignKey(Partner, null=False, on_delete=OnDelete.cascade, index=True)


class ImportedMembership(Table):
    """A membership that an import added, as JSON as it was then, to undo it."""

    id: Serial
    upload = ForeignKey(Import, null=False, on_delete=OnDelete.cascade, index=True)
    membership = ForeignKey(Membership, null=False, on_delete=OnDelete.cascade, index=True)
    after = Text(null=False, default="")


class ImportedAct(Table):
    """An act that an import recorded and that begins a history: what was entered can be annulled together."""

    id: Serial
    upload = ForeignKey(Import, null=False, on_delete=OnDelete.cascade, index=True)
    act = ForeignKey(Act, null=False, on_delete=OnDelete.cascade, index=True)


class OrganisationOnList(Table):
    """An organisation that a list names, new or known, if the list says who is to take part in a forum or to be invited."""

    id: Serial
    upload = ForeignKey(Import, null=False, on_delete=OnDelete.cascade)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
