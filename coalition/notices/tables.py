"""Numbered notifications and the counter of what the public may read."""

from piccolo.columns import Date, Integer, Serial, Timestamptz, Varchar
from piccolo.table import Table

from coalition.languages import Message
from coalition.words import Word


class NoticeKind(Word):
    """What happened."""

    PUBLISHED = "published", Message("Publication")
    ADOPTED = "adopted", Message("Adoption and authentication")
    OPENED = "opened", Message("Opening for signature")
    SIGNATURE = "signature", Message("Signature")
    SUPPORT = "support", Message("Support")
    WITHDRAWAL = "withdrawal", Message("Withdrawal")
    CLOSED = "closed", Message("Closing for signature")
    RECORDED = "recorded", Message("Historical entry")


class Notification(Table):
    """One public act, in plain values; its sentence is made anew in each language from what may be known now."""

    id: Serial
    year = Integer(null=False)
    number = Integer(null=False)
    kind = Varchar(40, null=False)
    memorandum = Varchar(80, null=False, index=True)
    organisation = Varchar(80, null=True, default=None)
    happened_on = Date(null=False)
    issued_at = Timestamptz(null=False)


class Publication(Table):
    """One row: how often anything the public may read has changed."""

    id: Serial
    version = Integer(null=False, default=0)
