"""Invitations and acts."""

from piccolo.columns import UUID, Date, ForeignKey, Integer, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from coalition.languages import Message
from coalition.memoranda.tables import Memorandum
from coalition.organisations.tables import Contact, Organisation
from coalition.words import Word


class ActKind(Word):
    """What an organisation did about a memorandum."""

    SIGNATURE = "signature", Message("Signature")
    SUPPORT = "support", Message("Support")
    DECLINE = "decline", Message("Decline")
    WITHDRAWAL = "withdrawal", Message("Withdrawal")


class Disclosure(Word):
    """Who may know of an act."""

    PUBLIC = "public", Message("The name of the organisation and of its representative")
    COUNTED = "counted", Message("Only that one more organisation has signed")


class Channel(Word):
    """How an act reached us."""

    ONLINE = "online", Message("online")
    HISTORICAL = "historical", Message("entered from a source")


class LinkPurpose(Word):
    """What a private link lets its holder do."""

    ANSWER = "answer", Message("answer the invitation")
    MANAGE = "manage", Message("see and withdraw the signature")


class Invitation(Table):
    """The right of one organisation to act on one memorandum, in the edition named by its digest."""

    id = UUID(primary_key=True, default=UUID4())
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.restrict, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    contact = ForeignKey(Contact, null=True, default=None, on_delete=OnDelete.set_null)
    digest = Varchar(80, null=False)
    invited_at = Timestamptz(null=False)
    reminded_on = Date(null=True, default=None)
    reminders = Integer(null=False, default=0)
    visited_at = Timestamptz(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)


class Link(Table):
    """A private link; only the SHA-256 of its token is kept."""

    id: Serial
    invitation = ForeignKey(Invitation, null=False, on_delete=OnDelete.cascade, index=True)
    purpose = Varchar(10, null=False)
    token_hash = Varchar(64, null=False, unique=True)
    expires_at = Timestamptz(null=True, default=None)


class SigningSession(Table):
    """Thirty minutes at clean addresses after a link was opened."""

    id: Serial
    link = ForeignKey(Link, null=False, on_delete=OnDelete.cascade)
    token_hash = Varchar(64, null=False, unique=True)
    expires_at = Timestamptz(null=False, index=True)


class Act(Table):
    """What an organisation did; never updated, never deleted (triggers refuse it)."""

    id = UUID(primary_key=True, default=UUID4())
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.restrict)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(20, null=False)
    digest = Varchar(80, null=True, default=None)
    disclosure = Varchar(30, null=False)
    reference = Varchar(20, null=False, unique=True)
    channel = Varchar(20, null=False)
    acted = Varchar(10, null=True, default=None)
    source = Varchar(500, null=False, default="")
    recorded_at = Timestamptz(null=False)


class Signer(Table):
    """The person behind an act; may be erased while the act stays."""

    id: Serial
    act = UUID(null=False, unique=True)
    name = Varchar(300, null=False)
    title = Varchar(300, null=False, default="")
    reason = Varchar(2000, null=False, default="")


class RecordedCount(Table):
    """A number of acts that a source reports without naming the organisations."""

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    kind = Varchar(20, null=False)
    at_least = Integer(null=False)
    source = Varchar(500, null=False, default="")
