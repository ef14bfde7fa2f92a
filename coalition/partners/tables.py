"""Partners of the host and of programmes."""

from piccolo.columns import Boolean, ForeignKey, Integer, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.forums.tables import Programme
from coalition.languages import Message
from coalition.organisations.tables import Organisation
from coalition.words import Word


class PartnerState(Word):
    """Whether the work together goes on."""

    PRESENT = "present", Message("present partners")
    FORMER = "former", Message("former partners")


class Counting(Word):
    """How exact a number of partners is."""

    ABOUT = "about", Message("about")
    AT_LEAST = "at_least", Message("at least")


class Partner(Table):
    """An organisation's work together with the host, or with those who carry out a programme.

    `since` and `until` are partial dates, and empty where they are not known; `ended` says that it is over. It is `public` only while
    the organisation is in the public register. `note` is for coordinators.
    """

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    programme = ForeignKey(Programme, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    since = Varchar(10, null=True, default=None)
    until = Varchar(10, null=True, default=None)
    ended = Boolean(null=False, default=False)
    source = Varchar(500, null=False, default="")
    note = Varchar(1000, null=False, default="")
    public = Boolean(null=False, default=False)
    created_at = Timestamptz(null=False)
    updated_at = Timestamptz(null=False)


class PartnerCountry(Table):
    """A country in which they work together."""

    id: Serial
    partner = ForeignKey(Partner, null=False, on_delete=OnDelete.cascade, index=True)
    country = Varchar(2, null=False)


class PartnerTheme(Table):
    """A theme on which they work together."""

    id: Serial
    partner = ForeignKey(Partner, null=False, on_delete=OnDelete.cascade, index=True)
    theme = Varchar(40, null=False)


class PartnerNumber(Table):
    """How many partners the host, or a programme, says it has without naming them; everybody reads it with its source."""

    id: Serial
    programme = ForeignKey(Programme, null=True, default=None, on_delete=OnDelete.cascade, index=True)
    number = Integer(null=False)
    counting = Varchar(10, null=False, default=Counting.ABOUT.value)
    since = Varchar(10, null=True, default=None)
    source = Varchar(500, null=False)
