"""Amendments of a draft, their co-sponsors, what editors recommend and decide, replies, and what became of comments."""

from piccolo.columns import Boolean, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.keys import encrypted_columns
from coalition.languages import Message
from coalition.memoranda.tables import Memorandum
from coalition.organisations.tables import Organisation
from coalition.people.tables import Coordinator
from coalition.rounds.tables import ConsultationRound, Seat, SeatComment
from coalition.words import Word


class Operation(Word):
    """What an amendment does to the text."""

    REPLACE = "replace", Message("change the text")
    INSERT_BEFORE = "insert_before", Message("add a provision before it")
    INSERT_AFTER = "insert_after", Message("add a provision after it")
    DELETE = "delete", Message("delete the provision")
    NEW = "new", Message("add a provision at the end")


class AmendmentState(Word):
    """How far an amendment is; only one that is `SUBMITTED` is open."""

    DRAFT = "draft", Message("not handed in")
    SUBMITTED = "submitted", Message("open, no decision yet")
    ACCEPTED = "accepted", Message("accepted as proposed")
    ACCEPTED_MODIFIED = "accepted_modified", Message("accepted with changes")
    REJECTED = "rejected", Message("rejected")
    WITHDRAWN = "withdrawn", Message("withdrawn by its organisation")
    MERGED = "merged", Message("merged into another amendment")
    MOOT = "moot", Message("without an object")


class Outcome(Word):
    """What is decided about an amendment, or recommended."""

    ACCEPTED = "accepted", Message("Accept")
    ACCEPTED_MODIFIED = "accepted_modified", Message("Accept with changes")
    REJECTED = "rejected", Message("Reject")
    MERGED = "merged", Message("Merge into another amendment")
    REFERRED = "referred", Message("Leave open for the next round")


class Disposition(Word):
    """What became of a comment."""

    TAKEN_UP = "taken_up", Message("taken up")
    PARTLY = "partly", Message("taken up in part")
    NOT_TAKEN_UP = "not", Message("not taken up")
    NOTED = "noted", Message("noted")


class PublicAnswer(Word):
    """What an organisation answers to the question whether everybody may read a proposal after the text is adopted; the lowest first."""

    NO = "no", Message("nothing of it")
    UNNAMED = "unnamed", Message("its words after the adoption, without the name")
    NAMED = "named", Message("its words after the adoption, with the name")


class Amendment(Table):
    """A proposal for one provision in one language.

    `key` is random and names the row to the encryption. `number` is given when it is handed in, and is 0 before: then only its seat reads
    it. Without a seat, coordinators entered it for the organisation. `provision` is the key of the provision that it changes or stands
    beside ("" for one at the end), `provision_number` its number as it was written, `base` what it said, without its number, in the
    `version` of the wording that the author read. `applied` is the version that the acceptance made, `change` the name of that change,
    `made` the key of the provision that came in. `referred_at`: it stays open for the round after its own. `published` is the answer of the
    organisation about everybody (`PublicAnswer`).
    """

    id: Serial
    key = Varchar(32, null=False, unique=True)
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.restrict)
    edition = Integer(null=False)
    round = ForeignKey(ConsultationRound, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    seat = ForeignKey(Seat, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    number = Integer(null=False, default=0)
    provision = Varchar(80, null=False, default="")
    provision_number = Text(null=False, default="")
    operation = Varchar(20, null=False)
    language = Varchar(35, null=False)
    version = Integer(null=False)
    base = Text(null=False, default="")
    text = Text(null=False, default="")
    reason = Text(null=False, default="")
    disclosure = Varchar(20, null=False)
    state = Varchar(20, null=False, default=AmendmentState.DRAFT.value)
    page_language = Varchar(35, null=False, default="")
    saved_at = Timestamptz(null=False)
    submitted_at = Timestamptz(null=True, default=None)
    late = Boolean(null=False, default=False)
    withdrawn_at = Timestamptz(null=True, default=None)
    referred_at = Timestamptz(null=True, default=None)
    decision_reason = Text(null=False, default="")
    decided_text = Text(null=False, default="")
    merged_into = Integer(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    applied = Integer(null=True, default=None)
    change = Varchar(32, null=False, default="", index=True)
    made = Varchar(80, null=False, default="")
    published = Varchar(10, null=False, default=PublicAnswer.NO.value)


[AMENDMENT_TEXT, AMENDMENT_REASON, DECIDED_TEXT] = encrypted_columns(
    Amendment, Amendment.text, Amendment.reason, Amendment.decided_text, row=Amendment.key
)


class CoSponsor(Table):
    """An organisation that supports an amendment of another; one that left has `withdrawn_at`."""

    id: Serial
    amendment = ForeignKey(Amendment, null=False, on_delete=OnDelete.cascade, index=True)
    seat = ForeignKey(Seat, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    disclosure = Varchar(20, null=False)
    joined_at = Timestamptz(null=False)
    withdrawn_at = Timestamptz(null=True, default=None)
    published = Varchar(10, null=False, default=PublicAnswer.NO.value)


class Recommendation(Table):
    """What the editors answer to an amendment before it is decided; the last one counts."""

    id: Serial
    amendment = ForeignKey(Amendment, null=False, on_delete=OnDelete.cascade, index=True)
    outcome = Varchar(20, null=False)
    reason = Text(null=False, default="")
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    recommended_at = Timestamptz(null=False)


class Reply(Table):
    """A reply to an amendment, or to a comment that was handed in; without a seat it is of the coordinators.

    `key` is random and names the row to the encryption.
    """

    id: Serial
    key = Varchar(32, null=False, unique=True)
    amendment = ForeignKey(Amendment, null=True, default=None, on_delete=OnDelete.cascade, index=True)
    comment = ForeignKey(SeatComment, null=True, default=None, on_delete=OnDelete.cascade, index=True)
    seat = ForeignKey(Seat, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    text = Text(null=False, default="")
    language = Varchar(35, null=False, default="")
    disclosure = Varchar(20, null=False)
    replied_at = Timestamptz(null=False)


[REPLY_TEXT] = encrypted_columns(Reply, Reply.text, row=Reply.key)


class CommentDisposition(Table):
    """What became of a comment, and why; the last one counts."""

    id: Serial
    comment = ForeignKey(SeatComment, null=False, on_delete=OnDelete.cascade, index=True)
    outcome = Varchar(20, null=False)
    reason = Text(null=False, default="")
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    disposed_at = Timestamptz(null=False)
