"""Acts, their signers and mandates."""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Bytea, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from coalition.languages import Message
from coalition.memoranda.tables import Memorandum
from coalition.organisations.tables import Organisation
from coalition.people.tables import Coordinator
from coalition.words import Word


class ActKind(Word):
    """What an organisation did about a memorandum, or what became of what it did."""

    SIGNATURE = "signature", Message("Signature")
    AD_REFERENDUM = "ad_referendum", Message("Signature ad referendum")
    ACCESSION = "accession", Message("Accession")
    SUPPORT = "support", Message("Support")
    DECLINE = "decline", Message("Decline")
    CONFIRMATION = "confirmation", Message("Confirmation")
    LAPSE = "lapse", Message("Lapse")
    WITHDRAWAL = "withdrawal", Message("Withdrawal")
    QUESTION = "question", Message("Question")
    ASSURANCE = "assurance", Message("Assurance")
    ANNULMENT = "annulment", Message("Annulment")
    DISCLOSURE = "disclosure", Message("Change of disclosure")
    CORRECTION = "correction", Message("Correction of the record")


class Disclosure(Word):
    """Who may know of an act."""

    PUBLIC = "public", Message("The name of the organisation and of its representative")
    PUBLIC_ORGANISATION = "public_organisation", Message("The name of the organisation, not that of its representative")
    DESCRIBED = "described", Message("A description instead of the name")
    COUNTED = "counted", Message("No name: at most a number after the closing")
    SEALED_UNTIL = "sealed_until", Message("No name until a day, the names afterwards")


class Channel(Word):
    """How an act reached us."""

    ONLINE = "online", Message("online")
    PAPER = "paper", Message("on paper")
    CORRESPONDENCE = "correspondence", Message("by letter or message")
    HISTORICAL = "historical", Message("entered from a source")


class AnnulmentGround(Word):
    """Why an act was annulled: the public list."""

    FORGED = "forged", Message("It did not come from the organisation.")
    NO_MANDATE = "no_mandate", Message("Whoever signed could not bind the organisation.")
    DUPLICATE = "duplicate", Message("The organisation was entered twice.")
    ENTERED_IN_ERROR = "entered_in_error", Message("It was entered by mistake.")


class MandateBasis(Word):
    """What shows that a representative may bind the organisation."""

    OWN_STATEMENT = "own_statement", Message("the representative's own statement")
    EVIDENCE = "evidence", Message("evidence seen by a coordinator")
    SECOND_CONTACT = "second_contact", Message("confirmed by a second person of the organisation")


class Act(Table):
    """An act of an organisation; never updated, never deleted (triggers refuse both).

    `about` is the signature or support that a later act confirms, withdraws, questions or hides. `counted_on` is the last day of the
    period in which it was recorded: while its organisation is not named, nothing public depends on it before that day has passed.

    `acted` is the day on which it was done, `received` that on which it reached the depositary; each is empty if it is not known.
    `successor` is the organisation that did it as the successor of `organisation`, the one that signed.
    `remarked` says that its days were accepted in an order that the rules forbid. `corrects` is the act whose days or signer a
    correction corrects, `corrected_acted` and `corrected_received` the days that are right.
    """

    id = UUID(primary_key=True, default=UUID4())
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.restrict)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(20, null=False)
    digest = Varchar(80, null=True, default=None)
    disclosure = Varchar(30, null=False)
    reference = Varchar(20, null=False, unique=True)
    channel = Varchar(20, null=False)
    acted = Varchar(10, null=True, default=None)
    received = Date(null=True, default=None)
    source = Varchar(500, null=False, default="")
    recorded_at = Timestamptz(null=False)
    about = UUID(null=True, default=None)
    release_on = Date(null=True, default=None)
    description = Varchar(300, null=False, default="")
    counted_on = Date(null=True, default=None)
    ground = Varchar(30, null=False, default="")
    successor = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict)
    remarked = Boolean(null=False, default=False)
    corrects = UUID(null=True, default=None)
    corrected_acted = Varchar(10, null=True, default=None)
    corrected_received = Date(null=True, default=None)


class Shown(StrEnum):
    """What everybody reads of a signature or support today, and which number includes it."""

    NAMED = "named"
    DESCRIBED = "described"
    UNNAMED = "unnamed"


class Standing(Table):
    """What lists and numbers need of one signature or support with the later acts about it; computed from the acts, never from itself.

    `act` is the id of its first act. `counted_as` is the kind of act as which it counts now: a signature (also a confirmed one ad
    referendum), an accession, a support, a signature ad referendum that waits, or a withdrawal; empty if it lapsed or was annulled.
    `line` says that it can be the public line of its organisation; `line_behind` has the marks of the editions of such rows that come before
    it, `current_behind` of all rows that come before it for those who work on the memorandum (`edition_parts.py`).
    `ever_named` says that an act of the organisation named it, `promised` that a standing one names it later; `stands` that nothing ended it.
    `place` is the place in files: signatures before supports, then by the name of the organisation at its act. A public line has one more
    for readers of each language; `coalition rebuild sort-keys` writes them anew for another version of ICU.
    `received` is the day from which the rules count it. While it is not named, public numbers include it from the day after
    `counted_from` to `counted_until`; `counted_from` is empty if none ever does. For those who work on the memorandum it bound from
    `bound_from` (empty if not known) until `bound_until`.
    """

    id: Serial
    act = UUID(null=False, unique=True)
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    organisation = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    digest = Varchar(80, null=False, default="")
    kind = Varchar(20, null=False)
    counted_as = Varchar(20, null=False, default="")
    shown = Varchar(20, null=False)
    country = Varchar(2, null=False, default="")
    place = Varchar(500, null=False)
    place_en = Bytea(null=False, default=b"")
    place_ru = Bytea(null=False, default=b"")
    place_ar = Bytea(null=False, default=b"")
    place_nb = Bytea(null=False, default=b"")
    line = Boolean(null=False, default=False)
    line_behind = Text(null=False, default="")
    current_behind = Text(null=False, default="")
    ever_named = Boolean(null=False, default=False)
    promised = Boolean(null=False, default=False)
    stands = Boolean(null=False, default=False)
    received = Date(null=True, default=None)
    counted_from = Date(null=True, default=None)
    counted_until = Date(null=True, default=None)
    bound_from = Date(null=True, default=None)
    bound_until = Date(null=True, default=None)


class Tally(StrEnum):
    """Which number a counter belongs to: of public names, of hidden acts, or for those who work on the memorandum.

    NAMED: the public lines that name their organisation. UNNAMED: hidden acts, by the last day of the period in which they count.
    RECEIVED: the public lines of parties, by the month of receipt. ON_RECORD, ON_RECORD_UNNAMED: what counts for each organisation, named or
    not. BOUND: how many became, or ceased to be, a party on a day.
    """

    NAMED = "named"
    UNNAMED = "unnamed"
    RECEIVED = "received"
    ON_RECORD = "on_record"
    ON_RECORD_UNNAMED = "on_record_unnamed"
    BOUND = "bound"


class StandingCount(Table):
    """A counter: how many standing rows of an edition count as a kind of act in a tally, by country or by day; empty text where neither applies.

    `day` is a month as 2026-11 where the tally says so.
    `behind` has the marks of the editions of rows that come before them; they count where none of these editions does (`edition_parts.py`).
    Counters are sums over `standing` and change in the same transaction. By day, a row that ceases to count is subtracted on its last day.
    """

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    digest = Varchar(80, null=False, default="")
    kind = Varchar(20, null=False)
    tally = Varchar(20, null=False)
    country = Varchar(2, null=False, default="")
    day = Varchar(10, null=False, default="")
    behind = Text(null=False, default="")
    n = Integer(null=False)


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


class Mandate(Table):
    """Evidence of a representative's power to bind the organisation; the note is never public."""

    id: Serial
    act = UUID(null=False, index=True)
    basis = Varchar(20, null=False)
    note = Varchar(2000, null=False, default="")
    seen_by = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    seen_at = Timestamptz(null=False)


class EffectParty(Table):
    """An organisation whose signature a memorandum needs to take effect."""

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
