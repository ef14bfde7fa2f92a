"""Invitations, private links and the sessions they open."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from coalition.languages import Message
from coalition.memoranda.tables import Memorandum
from coalition.organisations.tables import Contact, Organisation
from coalition.words import Word


class LinkPurpose(Word):
    """What a private link lets its holder do."""

    ANSWER = "answer", Message("answer the invitation")
    MANAGE = "manage", Message("see and withdraw the signature")
    FRESH = "fresh", Message("see and change the signature for some days")
    DEADLINE = "deadline", Message("answer a letter about the signature in time")
    VOUCH = "vouch", Message("confirm or question what a colleague did")
    ASK = "ask", Message("ask for a fresh link to answer the invitation")
    DECLINED = "declined", Message("see that the organisation declined, and take that back")


class Invitation(Table):
    """The right of one organisation to act on one memorandum, in the edition named by its digest.

    One that was not `asked` only carries the private link of an act that a coordinator entered on behalf of the organisation.
    `reconsidered_at` is the moment when the organisation took its decline back, so that it may answer again.
    """

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
    fresh_links_on = Date(null=True, default=None)
    fresh_links = Integer(null=False, default=0)
    asked = Boolean(null=False, default=True)
    reconsidered_at = Timestamptz(null=True, default=None)


class ChaseRow(Table):
    """What the chase list sorts, filters and counts by: one organisation that was asked to sign, or acted without having been asked.

    Computed from its invitation, its acts and its letters, never from itself. `state` is an `Answer`, `place` its place in the list.
    `signs` says that it has a signature or support, whatever became of it, `unnamed` that this names nobody today; `has_contact` that
    an invitation without an answer can be mailed. `awaited_since` is the moment of an invitation without an answer, or the day from which
    the time to confirm a signature ad referendum is counted, at the end of all days if there is no deadline.
    """

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    invitation = UUID(null=True, default=None)
    awaited_since = Timestamptz(null=True, default=None)
    state = Varchar(20, null=False)
    country = Varchar(2, null=False, default="")
    place = Varchar(500, null=False)
    slug = Varchar(80, null=False)
    signs = Boolean(null=False, default=False)
    unnamed = Boolean(null=False, default=False)
    has_contact = Boolean(null=False, default=False)


class ChaseCount(Table):
    """A counter: how many rows of the chase list are alike; changes in the transaction of the rows."""

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    state = Varchar(20, null=False)
    country = Varchar(2, null=False, default="")
    invited = Boolean(null=False, default=False)
    signs = Boolean(null=False, default=False)
    unnamed = Boolean(null=False, default=False)
    has_contact = Boolean(null=False, default=False)
    n = Integer(null=False)


class ConfirmationCount(Table):
    """A counter: how many rows of the chase list wait for a confirmation since a day; changes in the transaction of the rows."""

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    awaited_on = Date(null=False)
    n = Integer(null=False)


class InvitationRecipient(Table):
    """A contact that letters about an invitation may go to: chosen when the invitation was made, so that later changes give no access."""

    id: Serial
    invitation = ForeignKey(Invitation, null=False, on_delete=OnDelete.cascade, index=True)
    contact = ForeignKey(Contact, null=False, on_delete=OnDelete.cascade, index=True)


class Link(Table):
    """A private link; only the SHA-256 of its token is stored. `act` is the act that created the link and whose annulment ends it.

    `recipient` is the contact to whom it was mailed; nobody, if it was handed over or shown. A link with `ended_at` opens nothing, nor do
    its sessions. A link to answer that was replaced by a newer one has expired; sessions that began with it go on.
    """

    id: Serial
    invitation = ForeignKey(Invitation, null=False, on_delete=OnDelete.cascade, index=True)
    purpose = Varchar(10, null=False)
    token_hash = Varchar(64, null=False, unique=True)
    expires_at = Timestamptz(null=True, default=None)
    act = UUID(null=True, default=None)
    recipient = ForeignKey(Contact, null=True, default=None, on_delete=OnDelete.set_null)
    made_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)


class SigningSession(Table):
    """A signing session: some time after a link was opened, at addresses without the token of the link; each request prolongs it.

    `answers_key` is the key of the link's saved answers, and `checked` are the answers of a check page, both sealed under keys that only
    the holder of the session can compute.
    """

    id: Serial
    link = ForeignKey(Link, null=False, on_delete=OnDelete.cascade)
    token_hash = Varchar(64, null=False, unique=True)
    expires_at = Timestamptz(null=False, index=True)
    began_at = Timestamptz(null=True, default=None)
    answers_key = Varchar(100, null=False, default="")
    checked = Text(null=False, default="")


class EndedSession(Table):
    """What a signing session leaves for some minutes that its holder ended: the text, so that the page that follows names who answers for it.

    `token_hash` is that of a token made from the session's; it opens nothing. `gives_address` says that letters were not discreet.
    """

    id: Serial
    token_hash = Varchar(64, null=False, unique=True)
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    gives_address = Boolean(null=False, default=False)
    expires_at = Timestamptz(null=False, index=True)


class SavedAnswers(Table):
    """Answers that a representative saved to go on later, sealed under a key that only the holder of the link can compute."""

    id: Serial
    invitation = ForeignKey(Invitation, null=False, unique=True, on_delete=OnDelete.cascade)
    sealed = Text(null=False)
    saved_at = Timestamptz(null=False)
    expires_at = Timestamptz(null=False, index=True)


class Delegation(Table):
    """The handing over of an invitation to a colleague."""

    id: Serial
    invitation = ForeignKey(Invitation, null=False, on_delete=OnDelete.cascade, index=True)
    contact = ForeignKey(Contact, null=True, default=None, on_delete=OnDelete.set_null)
    delegated_at = Timestamptz(null=False)
