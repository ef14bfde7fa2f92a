"""Numbered notifications, subscriptions, and the versions of what public pages are about."""

from piccolo.columns import BigInt, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
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
    LAST_DAY_SET = "last_day_set", Message("Last day for signature")
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
    TIMELINE_ENTRY = "told", Message("Entry of the timeline")


class Rhythm(Word):
    """How often notifications are mailed."""

    AT_ONCE = "at_once", Message("at once")
    DAILY = "daily", Message("once a day")
    WEEKLY = "weekly", Message("once a week")


class Notification(Table):
    """One public event: final when issued; its sentence is built in the reader's language from its content, and can only show less later.

    The content of `detail` depends on the kind: a day, the number of a correction or edition, the kind of a statement.
    `step` counts the public changes of notifications on the day of issue, over all notifications.
    """

    id: Serial
    year = Integer(null=False)
    number = Integer(null=False)
    kind = Varchar(40, null=False)
    memorandum = Varchar(80, null=False, index=True)
    organisation = Varchar(80, null=True, default=None)
    issued_on = Date(null=False)
    issued_at = Timestamptz(null=False)
    step = Integer(null=False, default=0)
    detail = Varchar(200, null=False, default="")


class NotificationContent(Table):
    """What a notification says for good, as JSON (`announcements/contents.py`); beside its row, so that less can be shown later.

    Rows of notifications that were issued before they had a content were made later, on `completed_on`.
    """

    id: Serial
    notification = ForeignKey(Notification, null=False, unique=True, on_delete=OnDelete.cascade)
    content = Text(null=False)
    completed_on = Date(null=True, default=None)


class NotificationMention(Table):
    """An organisation other than its party that a notification speaks of; `organisation` is a slug."""

    id: Serial
    notification = ForeignKey(Notification, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = Varchar(80, null=False, index=True)


class NotificationChange(Table):
    """The day on which a notification came to show less, because something was hidden, or more again, with its step of that day."""

    id: Serial
    notification = ForeignKey(Notification, null=False, on_delete=OnDelete.cascade, index=True)
    changed_on = Date(null=False)
    step = Integer(null=False, default=0)


class FeedChange(Table):
    """The day on which the title of a memorandum's feed changed, with its step of that day; `memorandum` is a slug."""

    id: Serial
    memorandum = Varchar(80, null=False, index=True)
    changed_on = Date(null=False)
    step = Integer(null=False, default=0)


class Publication(Table):
    """One row: `steps` counts the public changes of notifications, and of titles of feeds, on the day `steps_on`."""

    id: Serial
    steps_on = Date(null=True, default=None)
    steps = Integer(null=False, default=0)


class PageSubject(Table):
    """The version of the last change of what public pages are about (`page_subjects.py`); the row without a subject counts all changes."""

    id: Serial
    subject = Varchar(80, null=False, unique=True)
    version = BigInt(null=False, default=0, index=True)


class PageProcess(Table):
    """A process that serves public pages: it reports every second, and confirms the version up to which it knows all changes."""

    id: Serial
    name = Varchar(32, null=False, unique=True)
    beats = Integer(null=False, default=0)
    confirmed = BigInt(null=False, default=0)


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
