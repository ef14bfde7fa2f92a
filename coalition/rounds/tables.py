"""Consultation rounds, the frozen texts that were sent, the seats of organisations, their links and their answers."""

from piccolo.columns import Boolean, Bytea, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.keys import encrypted_columns
from coalition.languages import Message
from coalition.memoranda.tables import Memorandum
from coalition.organisations.tables import Contact, Organisation
from coalition.people.tables import Coordinator
from coalition.words import Word


class RoundKind(Word):
    """What a round asks for, and what silence means in it."""

    COMMENTS = "comments", Message("Comments")
    INDICATION = "indication", Message("Indication")
    SILENCE = "silence", Message("Silence procedure")


class RoundState(Word):
    """Whether a round takes answers that count."""

    OPEN = "open", Message("open")
    CLOSED = "closed", Message("closed")


class SeatState(Word):
    """How far the organisation of a seat is."""

    NOT_SENT = "not_sent", Message("no letter has left")
    SENT = "sent", Message("letter sent")
    OPENED = "opened", Message("opened, not answered")
    ANSWERED = "answered", Message("answered")
    SILENT = "silent", Message("silent")
    BOUNCED = "bounced", Message("letter came back")


class Position(Word):
    """What an organisation answers."""

    AGREE = "agree", Message("agrees")
    CAN_LIVE = "can_live", Message("can live with it")
    OBJECT = "object", Message("objects")
    COMMENTS = "comments", Message("sent comments")


class AnswerDisclosure(Word):
    """What the other seats read of an answer."""

    NAMED = "named", Message("The other organisations read the answer with our name")
    UNNAMED = "unnamed", Message("The other organisations read the answer without our name")
    COORDINATORS = "coordinators", Message("Only the coordinators read the answer")


class ConsultationRound(Table):
    """A draft that was sent to organisations until `closes_on`, that day included; rounds of a memorandum are numbered from 1.

    `edition` is the number of the edition whose texts were sent. `broken_at` is the moment of the first objection in a silence procedure.
    """

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.restrict)
    number = Integer(null=False)
    edition = Integer(null=False)
    kind = Varchar(20, null=False)
    state = Varchar(10, null=False, default=RoundState.OPEN.value)
    opened_at = Timestamptz(null=False)
    closes_on = Date(null=False)
    closed_at = Timestamptz(null=True, default=None)
    broken_at = Timestamptz(null=True, default=None)
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)


class RoundText(Table):
    """One language of the frozen copy: the version of the wording that was sent, and its content as `recording_revisions` packs it."""

    id: Serial
    round = ForeignKey(ConsultationRound, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    status = Varchar(20, null=False)
    version = Integer(null=False)
    content = Bytea(null=False)


class RoundMessage(Table):
    """A paragraph of the coordinator's own to the seats, in one language."""

    id: Serial
    round = ForeignKey(ConsultationRound, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    text = Varchar(1000, null=False)


class RoundExtension(Table):
    """The moving of a deadline to a later day."""

    id: Serial
    round = ForeignKey(ConsultationRound, null=False, on_delete=OnDelete.cascade, index=True)
    before = Date(null=False)
    after = Date(null=False)
    extended_at = Timestamptz(null=False)
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)


class Seat(Table):
    """The place of one organisation in a round.

    `contact` was chosen when the round was opened, so that a later change of contacts gives nobody a link. `opened_at` is the moment when
    somebody first went on from the page of its link. `settled` is the state of a seat without an answer when the round was closed.
    """

    id: Serial
    round = ForeignKey(ConsultationRound, null=False, on_delete=OnDelete.cascade)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    contact = ForeignKey(Contact, null=True, default=None, on_delete=OnDelete.set_null, index=True)
    opened_at = Timestamptz(null=True, default=None)
    settled = Varchar(10, null=False, default="")
    reminded_on = Date(null=True, default=None)
    reminders = Integer(null=False, default=0)
    fresh_links_on = Date(null=True, default=None)
    fresh_links = Integer(null=False, default=0)


class SeatLink(Table):
    """The private link of a seat; only the SHA-256 of its token is stored.

    A link with `replaced_at` opens nothing any more, but sessions that began with it go on. One with `ended_at` ends its sessions too.
    """

    id: Serial
    seat = ForeignKey(Seat, null=False, on_delete=OnDelete.cascade, index=True)
    token_hash = Varchar(64, null=False, unique=True)
    made_at = Timestamptz(null=False)
    replaced_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)


class SeatSession(Table):
    """A visit to a seat at addresses without the token of its link; each request prolongs it."""

    id: Serial
    link = ForeignKey(SeatLink, null=False, on_delete=OnDelete.cascade, index=True)
    token_hash = Varchar(64, null=False, unique=True)
    began_at = Timestamptz(null=False)
    expires_at = Timestamptz(null=False, index=True)


class SeatAnswer(Table):
    """One answer of a seat; none is changed or deleted, but reason and name can be erased. The last one that was not `late` counts.

    `key` is random and names the row to the encryption, as in `SeatComment`. `name` is who answered, if they said so.
    """

    id: Serial
    key = Varchar(32, null=False, unique=True)
    seat = ForeignKey(Seat, null=False, on_delete=OnDelete.cascade, index=True)
    position = Varchar(10, null=False)
    reason = Text(null=False, default="")
    name = Text(null=False, default="")
    language = Varchar(35, null=False)
    disclosure = Varchar(20, null=False)
    answered_at = Timestamptz(null=False)
    late = Boolean(null=False, default=False)


[ANSWER_REASON, ANSWER_NAME] = encrypted_columns(SeatAnswer, SeatAnswer.reason, SeatAnswer.name, row=SeatAnswer.key)


class SeatComment(Table):
    """A comment on the whole text, or on the provision with a key; `answer` is empty while only its organisation reads it."""

    id: Serial
    key = Varchar(32, null=False, unique=True)
    seat = ForeignKey(Seat, null=False, on_delete=OnDelete.cascade, index=True)
    answer = ForeignKey(SeatAnswer, null=True, default=None, on_delete=OnDelete.cascade, index=True)
    provision = Varchar(80, null=False, default="")
    text = Text(null=False)
    saved_at = Timestamptz(null=False)


[COMMENT_TEXT] = encrypted_columns(SeatComment, SeatComment.text, row=SeatComment.key)
