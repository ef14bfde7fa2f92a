"""Statements and their translations."""

from piccolo.columns import UUID, ForeignKey, Serial, Text, Timestamptz, Varchar
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


class Statement(Table):
    """A declaration, reservation or objection of a party; a withdrawn one stays, struck through."""

    id = UUID(primary_key=True, default=UUID4())
    act = UUID(null=False, index=True)
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.restrict, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(20, null=False)
    provision = Varchar(80, null=False, default="")
    objects_to = UUID(null=True, default=None)
    language = Varchar(35, null=False)
    text = Text(null=False)
    made = Varchar(10, null=True, default=None)
    withdrawn = Varchar(10, null=True, default=None)
    recorded_at = Timestamptz(null=False)


class StatementTranslation(Table):
    """A translation of a statement; only the original counts."""

    id: Serial
    statement = ForeignKey(Statement, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    text = Text(null=False)
