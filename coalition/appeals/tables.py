"""Appeals: what is beside the text of a memorandum of that kind."""

from piccolo.columns import Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.keys import encrypted_columns
from coalition.memoranda.tables import Memorandum
from coalition.organisations.tables import Organisation


class Appeal(Table):
    """What a memorandum of the kind `urgent_appeal` has beside its text; until when it can be signed stands with the memorandum.

    `zone` is the time zone, by its IANA name, in which people read its last hour. `sent_at` is the moment in which it was opened and its
    letters began to leave: until then only those who work on it know of it, and afterwards it does not change.
    """

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, unique=True, on_delete=OnDelete.cascade)
    zone = Varchar(60, null=False)
    sent_at = Timestamptz(null=True, default=None)


class AppealText(Table):
    """What an appeal says beside its text in one language: a description of whom it is about, without a name, and what is asked."""

    id: Serial
    appeal = ForeignKey(Appeal, null=False, on_delete=OnDelete.cascade)
    language = Varchar(35, null=False)
    about = Text(null=False)
    asked = Text(null=False)


class AppealNetwork(Table):
    """A network whose members get a letter."""

    id: Serial
    appeal = ForeignKey(Appeal, null=False, on_delete=OnDelete.cascade)
    network = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)


class NamedPerson(Table):
    """A person whom an appeal names, and that they agreed to it; everybody reads the name while the consent counts, and nothing else.

    `number` says where the person stands among those whom the appeal names, from 1. `names` are the name in each language as JSON, `means`
    says how they agreed and `purpose` to what: encrypted. `key` is random and names the row to the encryption. The consent counts until the
    day `until`, or without end; once it was taken back it does not count, and the row holds none of the three any more.
    """

    id: Serial
    appeal = ForeignKey(Appeal, null=False, on_delete=OnDelete.cascade)
    number = Integer(null=False, default=1)
    key = Varchar(32, null=False, unique=True)
    names = Text(null=False, default="")
    means = Text(null=False, default="")
    purpose = Text(null=False, default="")
    agreed = Varchar(10, null=False)
    until = Date(null=True, default=None)
    taken_back_on = Date(null=True, default=None)


[PERSON_NAMES, PERSON_MEANS, PERSON_PURPOSE] = encrypted_columns(
    NamedPerson, NamedPerson.names, NamedPerson.means, NamedPerson.purpose, row=NamedPerson.key
)
