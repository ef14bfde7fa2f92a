"""The host and its words in each interface language."""

from piccolo.columns import ForeignKey, Serial, Text, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table


class Host(Table):
    """Who runs this installation; there is at most one row, with the id 1. What is not known is empty."""

    id: Serial
    address = Text(null=False, default="")
    website = Varchar(500, null=False, default="")
    email = Varchar(254, null=False, default="")
    phone = Varchar(100, null=False, default="")


class HostText(Table):
    """What the host is called, and what it says of itself and its letters, in one interface language.

    `sender` is the neutral name that discreet letters use in place of every other name.
    """

    id: Serial
    host = ForeignKey(Host, null=False, on_delete=OnDelete.cascade)
    language = Varchar(35, null=False, unique=True)
    name = Varchar(300, null=False, default="")
    short_name = Varchar(100, null=False, default="")
    sender = Varchar(100, null=False, default="")
    checking = Text(null=False, default="")
    about = Text(null=False, default="")
