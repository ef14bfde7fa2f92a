"""Statements, who made them, the parts that were withdrawn, and translations."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from coalition.languages import Message
from coalition.memoranda.tables import Memorandum
from coalition.organisations.tables import Organisation
from coalition.words import Word


class StatementKind(Word):
    """What an organisation states with its act."""

    DECLARATION = "declaration", Message("Declaration")
    RESERVATION = "reservation", Message("Reservation")
    OBJECTION = "objection", Message("Objection")


class Extent(Word):
    """How much of a statement is withdrawn."""

    WHOLE = "whole", Message("The whole statement")
    PART = "part", Message("A part of it")


class Deed(Word):
    """What a person did about a statement."""

    MADE = "made", Message("Statement made")
    WITHDRAWN = "withdrawn", Message("Statement withdrawn")
    WITHDRAWN_IN_PART = "withdrawn_in_part", Message("Part of the statement withdrawn")


class Statement(Table):
    """A declaration, reservation or objection of a party; a withdrawn one stays, struck through.

    `number` is given for good when everybody can read it for the first time; with `memorandum` it is unique. `made` is the day on which it
    was made, `received` that on which the depositary received it. `precludes` says whether an objection precludes the relation between
    the two organisations, if it says so. `reference` is how coordinators find it. `successor` is the organisation that made it as the
    successor of the party.
    """

    id = UUID(primary_key=True, default=UUID4())
    act = UUID(null=False, index=True)
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.restrict, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(20, null=False)
    provision = Varchar(80, null=False, default="")
    objects_to = UUID(null=True, default=None)
    language = Varchar(35, null=False)
    text = Text(null=False)
    number = Integer(null=True, default=None)
    reference = Varchar(20, null=True, default=None)
    precludes = Boolean(null=True, default=None)
    successor = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict)
    made = Varchar(10, null=True, default=None)
    received = Date(null=True, default=None)
    withdrawn = Varchar(10, null=True, default=None)
    recorded_at = Timestamptz(null=False)


class PartialWithdrawal(Table):
    """The withdrawal of a part of a statement: `text` is what remains; the earlier text stays on record."""

    id: Serial
    statement = ForeignKey(Statement, null=False, on_delete=OnDelete.cascade, index=True)
    day = Varchar(10, null=False)
    text = Text(null=False)
    recorded_at = Timestamptz(null=False)


class StatementSigner(Table):
    """The person who made or withdrew a statement for its party; may be erased while the statement stays."""

    id: Serial
    statement = ForeignKey(Statement, null=False, on_delete=OnDelete.cascade, index=True)
    deed = Varchar(20, null=False)
    name = Varchar(300, null=False)
    title = Varchar(300, null=False, default="")
    signed_at = Timestamptz(null=False)


class StatementTranslation(Table):
    """A translation of a statement, or of what remains after a partial withdrawal; only the original counts."""

    id: Serial
    statement = ForeignKey(Statement, null=False, on_delete=OnDelete.cascade, index=True)
    remainder = ForeignKey(PartialWithdrawal, null=True, default=None, on_delete=OnDelete.cascade)
    language = Varchar(35, null=False)
    text = Text(null=False)


class SearchedStatement(Table):
    """The number by which the search knows a statement."""

    id: Serial
    statement = ForeignKey(Statement, null=False, unique=True, on_delete=OnDelete.cascade)
