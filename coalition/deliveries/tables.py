"""Addressees of memoranda, and the entries of their timelines."""

from piccolo.columns import Boolean, Bytea, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.keys import encrypted_columns
from coalition.languages import Message
from coalition.memoranda.tables import Memorandum
from coalition.organisations.tables import Contact, Organisation
from coalition.words import Word


class EntryKind(Word):
    """What an entry of a timeline tells."""

    DELIVERY = "delivery", Message("Delivery")
    ANSWER = "answer", Message("Answer")
    UPDATE = "update", Message("Update")
    OUTCOME = "outcome", Message("Outcome")


class DeliveryWay(Word):
    """How a text was delivered."""

    HANDED_OVER = "handed_over", Message("handed over in person")
    POST = "post", Message("by post")
    EMAIL = "email", Message("by e-mail")
    ONLINE_FORM = "online_form", Message("through a form on a website")
    READ_OUT = "read_out", Message("read out in public")
    OTHER = "other", Message("in another way")


class EntryState(Word):
    """Who reads an entry."""

    PRIVATE = "private", Message("not published")
    PUBLIC = "public", Message("published")
    WITHDRAWN = "withdrawn", Message("withdrawn")


class FileKind(Word):
    """What sort of file proves an entry."""

    PDF = "pdf", Message("PDF")
    JPEG = "jpeg", Message("picture (JPEG)")
    PNG = "png", Message("picture (PNG)")

    @property
    def media_type(self) -> str:
        """The type of its content (RFC 2046)."""
        return "application/pdf" if self is FileKind.PDF else f"image/{self.value}"

    @property
    def ending(self) -> str:
        """How the names of such files end."""
        return "jpg" if self is FileKind.JPEG else str(self.value)


class Addressee(Table):
    """A body or an office to which a text is addressed; `number` is its own, `place` says where it stands among the others.

    It may be an organisation of the register: then everybody reads of it only while everybody may know of the organisation.
    """

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    number = Integer(null=False)
    place = Integer(null=False)
    organisation = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    link = Varchar(500, null=False, default="")


class AddresseeName(Table):
    """The name of an addressee in one language, and the office that it holds."""

    id: Serial
    addressee = ForeignKey(Addressee, null=False, on_delete=OnDelete.cascade)
    language = Varchar(35, null=False)
    name = Varchar(300, null=False)
    office = Varchar(300, null=False, default="")


class TimelineEntry(Table):
    """A delivery, an answer, an update or the outcome. One that was published is corrected or withdrawn, and never deleted.

    `key` is random: it names the row in addresses, where nobody can count entries, and to the encryption. `day` is a partial date.
    `deliverer` are words, `organisation` an organisation of the register that delivered the text; it is empty again once everybody must
    not read its name. `silent`: no answer was received by that day. `remark` says why a text was delivered before it was adopted. `note`
    is for coordinators, encrypted. `changed_on` is the day of the last correction after the publication. `letters_at` is the moment from
    which letters to parties tell of it. `remind_on` is the day from which coordinators are reminded of a delivery without an answer.
    `scan` is the digest of the scan that readers see, "" if there is none.
    """

    id: Serial
    key = Varchar(36, null=False, unique=True)
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    kind = Varchar(20, null=False)
    addressee = ForeignKey(Addressee, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    day = Varchar(10, null=False)
    way = Varchar(20, null=False, default="")
    deliverer = Varchar(300, null=False, default="")
    organisation = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    silent = Boolean(null=False, default=False)
    remark = Varchar(300, null=False, default="")
    link = Varchar(500, null=False, default="")
    document = Varchar(300, null=False, default="")
    note = Text(null=False, default="")
    state = Varchar(20, null=False, default=EntryState.PRIVATE.value)
    published_on = Date(null=True, default=None)
    changed_on = Date(null=True, default=None)
    withdrawn_on = Date(null=True, default=None)
    saved_at = Timestamptz(null=False)
    letters_at = Timestamptz(null=True, default=None)
    remind_on = Date(null=True, default=None)
    scan = Varchar(64, null=False, default="")


class EntryText(Table):
    """What an entry says in one language: a title, a text in the Markdown of memoranda, and what its scan shows to whoever does not see it."""

    id: Serial
    entry = ForeignKey(TimelineEntry, null=False, on_delete=OnDelete.cascade)
    language = Varchar(35, null=False)
    title = Varchar(300, null=False, default="")
    text = Text(null=False, default="")
    scan_text = Varchar(500, null=False, default="")


class EntryScan(Table):
    """A scan for everybody, cleaned, as JPEG in two sizes; `digest` is the SHA-256 of `content`, `bytes` its length. It is no evidence."""

    id: Serial
    entry = ForeignKey(TimelineEntry, null=False, on_delete=OnDelete.cascade, index=True)
    digest = Varchar(64, null=False)
    bytes = Integer(null=False)
    width = Integer(null=False)
    height = Integer(null=False)
    small_width = Integer(null=False)
    small_height = Integer(null=False)
    content = Bytea(null=False)
    small = Bytea(null=False)


class EntryFile(Table):
    """A file that proves an entry; only coordinators read it. `number` is its own in the entry, `name` that of the file, encrypted."""

    id: Serial
    key = Varchar(36, null=False, unique=True)
    entry = ForeignKey(TimelineEntry, null=False, on_delete=OnDelete.cascade)
    number = Integer(null=False)
    kind = Varchar(10, null=False)
    name = Text(null=False, default="")
    size = Integer(null=False)
    added_at = Timestamptz(null=False)


class EntryFilePiece(Table):
    """A piece of a file, in Base64 and encrypted; the pieces stand in the order of their ids."""

    id: Serial
    key = Varchar(36, null=False, unique=True)
    file = ForeignKey(EntryFile, null=False, on_delete=OnDelete.cascade, index=True)
    content = Text(null=False, default="")


class TimelineSubscriber(Table):
    """A contact of an organisation that signed or supports a text, and wants letters about its timeline.

    Letters were written about everything whose moment (`TimelineEntry.letters_at`) is not after `written_until`. While the last `letter`
    has not left, it can be taken back: then `written_before` is what `written_until` was before it.
    """

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    contact = ForeignKey(Contact, null=False, on_delete=OnDelete.cascade, index=True)
    token_hash = Varchar(64, null=False, unique=True)
    written_until = Timestamptz(null=False)
    written_before = Timestamptz(null=True, default=None)
    letter = Integer(null=True, default=None)


[ENTRY_NOTE] = encrypted_columns(TimelineEntry, TimelineEntry.note, row=TimelineEntry.key)
[FILE_NAME] = encrypted_columns(EntryFile, EntryFile.name, row=EntryFile.key)
[FILE_PIECE] = encrypted_columns(EntryFilePiece, EntryFilePiece.content, row=EntryFilePiece.key)
