"""Reported mistakes, and what can be wrong."""

from piccolo.columns import ForeignKey, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.languages import Message
from coalition.memoranda.tables import Memorandum
from coalition.organisations.tables import Organisation
from coalition.words import Word


class Mistake(Word):
    """What somebody says is wrong."""

    NOT_SIGNED = "not_signed", Message("The organisation did not sign or support it")
    NOT_OURS = "not_ours", Message("This is not our organisation")
    OUT_OF_DATE = "out_of_date", Message("Something is out of date")
    OTHER = "other", Message("Something else is wrong")
    WRONG_LINK = "wrong_link", Message("A private link reached somebody else")


class ReportedMistake(Table):
    """What a stranger, or the holder of a private link, says is wrong with the record of an organisation.

    It is about a memorandum, or about the entry of the organisation in the register if `memorandum` is empty: then every coordinator may
    see it, else those of the memorandum. The address is deleted when it is answered, the whole row some time later. `answer_hash` is that of
    the token with which the answer is read on a page, where no letter may contain it.
    """

    id: Serial
    memorandum = ForeignKey(Memorandum, null=True, default=None, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    mistake = Varchar(20, null=False)
    words = Varchar(2000, null=False, default="")
    email = Varchar(254, null=False, default="")
    language = Varchar(35, null=False)
    reported_at = Timestamptz(null=False, index=True)
    answered_at = Timestamptz(null=True, default=None)
    answer = Varchar(2000, null=False, default="")
    answer_hash = Varchar(64, null=True, default=None, unique=True)
