"""Requests for approval."""

from piccolo.columns import ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.keys import encrypted_columns
from coalition.languages import Message
from coalition.people.tables import Coordinator
from coalition.words import Word


class ApprovalKind(Word):
    """The changes that need a second coordinator."""

    CONTACT_ADDED = "contact_added", Message("Add a contact to an organisation at risk")
    CONTACT_REMOVED = "contact_removed", Message("Remove a contact of an organisation at risk")
    RISK_REMOVED = "risk_removed", Message("Mark an organisation as no longer at risk")
    RISK_LISTED = "risk_listed", Message("List an organisation at risk in the public register")
    ENTRIES_MERGED = "entries_merged", Message("Merge two entries of an organisation of which one is at risk")
    MERGING_UNDONE = "merging_undone", Message("Undo the merging of two entries of an organisation of which one is at risk")
    COORDINATOR_INVITED = "coordinator_invited", Message("Invite a coordinator")
    COORDINATOR_ENABLED = "coordinator_enabled", Message("Enable the account of a coordinator")
    MEMORANDUM_RETURNED = "memorandum_returned", Message("Show a memorandum to the public again that was withdrawn from it")
    ACT_REMARKED = "act_remarked", Message("Record an act whose dates are in an impossible order")
    CORRECTION_REMARKED = "correction_remarked", Message("Correct the record to dates in an impossible order")
    PROPOSALS_PUBLISHED = "proposals_published", Message("Publish lines of the record of drafting")
    ARTICLE_PUBLISHED = "article_published", Message("Publish an article about an organisation at risk or a forum that asks for care")
    ARTICLE_CHANGED = "article_changed", Message("Change a published article about an organisation at risk or a forum that asks for care")
    ENTRY_PUBLISHED = "entry_published", Message("Publish or correct an entry of the timeline")
    APPEAL_SENT = "appeal_sent", Message("Send an urgent appeal")
    FORUM_LESS_CAREFUL = "forum_less_careful", Message("Make a forum less careful")
    MEMORANDUM_LESS_CAREFUL = "memorandum_less_careful", Message("Take a memorandum out of a more careful forum")
    MEMORANDUM_TAKEN_OVER = "memorandum_taken_over", Message("Take over a memorandum that nobody coordinates any more")


class Outcome(Word):
    """What has become of a request."""

    WAITING = "waiting", Message("waits for a second coordinator")
    APPROVED = "approved", Message("approved and carried out")
    REFUSED = "refused", Message("refused")
    WITHDRAWN = "withdrawn", Message("withdrawn")
    EXPIRED = "expired", Message("expired")


class Approval(Table):
    """A request for approval.

    `about` is a reference such as `organisation:12`. `content` holds the values of the change as JSON: encrypted while the request
    waits, because they can be addresses, and erased when it is decided. `key` is random and names the row to the encryption.
    `session` is the hash of the session that asked.
    """

    id: Serial
    key = Varchar(32, null=False, unique=True)
    kind = Varchar(40, null=False)
    about = Varchar(120, null=False, index=True)
    memorandum = Integer(null=True, default=None)
    content = Text(null=False, default="")
    requested_by = ForeignKey(Coordinator, null=False, on_delete=OnDelete.restrict)
    session = Varchar(64, null=False, default="")
    requested_at = Timestamptz(null=False)
    expires_at = Timestamptz(null=False)
    outcome = Varchar(20, null=False, default=Outcome.WAITING.value, index=True)
    decided_by = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.restrict)
    decided_at = Timestamptz(null=True, default=None)
    reason = Varchar(2000, null=False, default="")


[CONTENT] = encrypted_columns(Approval, Approval.content, row=Approval.key)
