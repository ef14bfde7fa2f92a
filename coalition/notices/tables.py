"""Numbered notifications, subscriptions, and the version of the public pages."""

from piccolo.columns import Date, ForeignKey, Integer, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.languages import Message
from coalition.words import Word


class NoticeKind(Word):
    """What happened."""

    PUBLISHED = "published", Message("Publication")
    ADOPTED = "adopted", Message("Adoption and authentication")
    OPENED = "opened", Message("Opening for signature")
    EXTENDED = "extended", Message("Extension")
    SIGNATURE = "signature", Message("Signature")
    AD_REFERENDUM = "ad_referendum", Message("Signature ad referendum")
    CONFIRMATION = "confirmation", Message("Confirmation")
    LAPSE = "lapse", Message("Lapse")
    ACCESSION = "accession", Message("Accession")
    SUPPORT = "support", Message("Support")
    DISCLOSED = "disclosed", Message("Disclosure of a name")
    WITHDRAWAL = "withdrawal", Message("Withdrawal")
    ANNULMENT = "annulment", Message("Annulment")
    STATEMENT = "statement", Message("Statement")
    STATEMENT_WITHDRAWN = "statement_withdrawn", Message("Withdrawal of a statement")
    CORRECTION_PROPOSED = "correction_proposed", Message("Proposed correction")
    CORRECTED = "corrected", Message("Rectification of the text")
    CORRECTION_FAILED = "correction_failed", Message("Correction that failed")
    CORRECTION_WITHDRAWN = "correction_withdrawn", Message("Withdrawal of a proposed correction")
    TOOK_EFFECT = "took_effect", Message("Entry into effect")
    TERMINATED = "terminated", Message("Termination")
    SUPERSEDED = "superseded", Message("New edition")
    CLOSED = "closed", Message("Closing for signature")
    ACCESSION_OPENED = "accession_opened", Message("Opening for accession")
    ORGANISATION_CHANGED = "organisation_changed", Message("Change of an organisation")
    RECORDED = "recorded", Message("Historical entry")
    RECORD_CORRECTED = "record_corrected", Message("Correction of the record")


class Rhythm(Word):
    """How often notifications are mailed."""

    AT_ONCE = "at_once", Message("at once")
    DAILY = "daily", Message("once a day")
    WEEKLY = "weekly", Message("once a week")


class Notification(Table):
    """One public event, in plain values; its sentence is built in the reader's language from what is public now.

    The content of `detail` depends on the kind: a day, the number of a correction or edition, the kind of a statement.
    """

    id: Serial
    year = Integer(null=False)
    number = Integer(null=False)
    kind = Varchar(40, null=False)
    memorandum = Varchar(80, null=False, index=True)
    organisation = Varchar(80, null=True, default=None)
    happened_on = Date(null=False)
    issued_at = Timestamptz(null=False)
    detail = Varchar(200, null=False, default="")


class NotificationChange(Table):
    """The day on which a notification came to show less, because its act was hidden, or more again."""

    id: Serial
    notification = ForeignKey(Notification, null=False, on_delete=OnDelete.cascade, index=True)
    changed_on = Date(null=False)


class Publication(Table):
    """The version of the public pages, in one row; it rises with every public change."""

    id: Serial
    version = Integer(null=False, default=0)


class Subscription(Table):
    """An address to which notifications of one memorandum, or of all, are mailed; `last` is the id of the last one mailed."""

    id: Serial
    email = Varchar(254, null=False)
    language = Varchar(35, null=False)
    memorandum = Varchar(80, null=False, default="")
    rhythm = Varchar(10, null=False)
    token_hash = Varchar(64, null=False, unique=True)
    asked_at = Timestamptz(null=False)
    confirmed_at = Timestamptz(null=True, default=None)
    last = Integer(null=False, default=0)
