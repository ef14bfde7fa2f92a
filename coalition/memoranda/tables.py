"""Memoranda and their texts."""

from piccolo.columns import Boolean, Bytea, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.forums.tables import Forum
from coalition.keys import encrypted_columns
from coalition.languages import Message
from coalition.people.tables import Coordinator
from coalition.words import Word


class MemorandumKind(Word):
    """What the document calls itself."""

    MEMORANDUM_OF_UNDERSTANDING = "memorandum_of_understanding", Message("Memorandum of understanding")
    JOINT_STATEMENT = "joint_statement", Message("Joint statement")
    DECLARATION = "declaration", Message("Declaration")
    OPEN_LETTER = "open_letter", Message("Open letter")
    URGENT_APPEAL = "urgent_appeal", Message("Urgent appeal")
    RECOMMENDATIONS = "recommendations", Message("Recommendations")


class TextState(Word):
    """How far the text is fixed."""

    DRAFT = "draft", Message("draft")
    CIRCULATED = "circulated", Message("circulated for comment")
    ADOPTED = "adopted", Message("adopted")
    AUTHENTICATED = "authenticated", Message("authenticated")
    SUPERSEDED = "superseded", Message("replaced by another memorandum")
    ABANDONED = "abandoned", Message("abandoned")


class SigningState(Word):
    """Whether it can be signed."""

    NOT_OPEN = "not_open", Message("not yet open for signature")
    OPEN = "open", Message("open for signature")
    CLOSED = "closed", Message("closed for signature")
    ACCESSION_ONLY = "accession_only", Message("open for accession")
    ENDED = "ended", Message("no longer open")


class EffectState(Word):
    """Whether it is in effect."""

    NONE = "none", Message("not in effect")
    IN_EFFECT = "in_effect", Message("in effect")
    TERMINATED = "terminated", Message("terminated")


class Publicity(Word):
    """Who may read it."""

    COORDINATORS = "coordinators", Message("coordinators only")
    PARTICIPANTS = "participants", Message("participants")
    EMBARGOED = "embargoed", Message("under embargo")
    PUBLIC = "public", Message("public")
    WITHDRAWN_FROM_PUBLIC = "withdrawn_from_public", Message("withdrawn from the public")


class SignatureRule(Word):
    """Who may sign while it is open: from the narrowest rule to the widest."""

    PARTICIPANTS = "participants", Message("Open to the organisations that took part in the forum.")
    INVITED = "invited", Message("Open to the organisations that the coordinators invite.")
    OPEN = "open", Message("Open to every organisation that asks to sign and that the coordinators accept.")


class EffectRule(Word):
    """What makes it take effect."""

    NONE = "none", Message("It states no condition for taking effect.")
    NTH_SIGNATURE = "nth_signature", Message("With a number of signatures")
    PER_COUNTRY = "per_country", Message("With a number of signatures from each country concerned")
    ON_DATE = "on_date", Message("On a day")
    NAMED_PARTIES = "named_parties", Message("With the signatures of certain organisations")


class CorrectionKind(Word):
    """What is wrong with an authenticated text."""

    ERROR = "error", Message("An error in one language")
    CONCORDANCE = "concordance", Message("Two languages do not agree")


class CorrectionState(Word):
    """What became of a proposed correction."""

    PROPOSED = "proposed", Message("proposed")
    MADE = "made", Message("made")
    FAILED = "failed", Message("failed")
    WITHDRAWN = "withdrawn", Message("withdrawn before a decision")


class AdoptionRule(Word):
    """How the participants agreed on the text."""

    CONSENSUS = "consensus", Message("by consensus")
    MAJORITY = "majority", Message("by majority")
    SILENCE = "silence", Message("by silence procedure")
    UNKNOWN = "unknown", Message("in a way that is not recorded")


class WordingStatus(Word):
    """What a wording is worth."""

    AUTHENTIC = "authentic", Message("authentic text")
    OFFICIAL = "official", Message("official translation")
    UNOFFICIAL = "unofficial", Message("unofficial translation")
    MACHINE = "machine", Message("machine translation")


class RevisionKind(Word):
    """How a revision of a wording came into being."""

    SAVED = "saved", Message("saved the whole text")
    PROVISION_SAVED = "provision_saved", Message("changed a provision")
    PROVISION_ADDED = "provision_added", Message("added a provision")
    PROVISION_REMOVED = "provision_removed", Message("removed a provision")
    PROVISION_MOVED = "provision_moved", Message("moved a provision")
    PROVISION_SPLIT = "provision_split", Message("divided a provision")
    PROVISIONS_JOINED = "provisions_joined", Message("joined two provisions")
    AMENDED = "amended", Message("accepted an amendment")
    ALIGNED = "aligned", Message("changed which passages belong together")
    READ_FROM_FILE = "read_from_file", Message("read the text from a file")
    BROUGHT_BACK = "brought_back", Message("brought an earlier text back")
    UNDONE = "undone", Message("undid a change")
    COPIED = "copied", Message("began with the text of the edition before")
    CORRECTED = "corrected", Message("corrected an error")


class DecisionKind(Word):
    """The decisions that need a reason."""

    WITHDRAWN = "withdrawn", Message("Withdrawn from the public")
    RETURNED = "returned", Message("Shown to the public again")
    ABANDONED = "abandoned", Message("Draft abandoned")
    TAKEN_UP = "taken_up", Message("Draft taken up again")
    PUBLISHED_BY_HAND = "published_by_hand", Message("Published by hand")
    EFFECT_DECLARED = "effect_declared", Message("Entry into effect declared")
    ACT_REMARKED = "act_remarked", Message("Act recorded with a remark about its dates")


class Memorandum(Table):
    """The work; its four states are four columns.

    `opens_on` and `closes_on` are the first and last day for signature, `accession_opened_on` and `accession_ended_on` those for accession;
    empty if not known. `closes_at`: the hour on the last day. `effect_provision`: the key of the provision that says how it takes effect.
    `embargo_until` is the day on which an embargoed memorandum is published, `withdrawn_on` the day since which a withdrawn one is not
    shown. `effect_declared` says that a coordinator declared that it is in effect: the public numbers did not meet its rule.
    `withheld_since` is the day from which the number of withheld names is given, `withheld_until` the last day of the periods whose
    hidden acts it includes, `withheld_known` the largest number ever given.
    """

    id: Serial
    slug = Varchar(80, null=False, unique=True)
    forum = ForeignKey(Forum, null=True, default=None, on_delete=OnDelete.restrict)
    kind = Varchar(40, null=False)
    symbol = Varchar(60, null=False, default="")
    authentic_languages = Varchar(200, null=False)
    text_state = Varchar(20, null=False, default=TextState.DRAFT.value)
    signing_state = Varchar(20, null=False, default=SigningState.NOT_OPEN.value)
    effect_state = Varchar(20, null=False, default=EffectState.NONE.value)
    publicity = Varchar(30, null=False, default=Publicity.COORDINATORS.value)
    signature_rule = Varchar(20, null=False, default=SignatureRule.INVITED.value)
    opens_on = Date(null=True, default=None)
    closes_on = Date(null=True, default=None)
    closes_at = Timestamptz(null=True, default=None)
    accession_opened_on = Date(null=True, default=None)
    accession_ended_on = Date(null=True, default=None)
    rule_until = Date(null=True, default=None)
    later_rule = Varchar(20, null=True, default=None)
    effect_rule = Varchar(20, null=False, default=EffectRule.NONE.value)
    effect_number = Integer(null=True, default=None)
    effect_on = Date(null=True, default=None)
    effect_provision = Varchar(80, null=False, default="")
    in_effect_on = Date(null=True, default=None)
    effect_declared = Boolean(null=False, default=False)
    embargo_until = Date(null=True, default=None)
    withdrawn_on = Date(null=True, default=None)
    terminated_on = Date(null=True, default=None)
    termination_reason = Varchar(2000, null=False, default="")
    termination_language = Varchar(35, null=False, default="")
    publish_at_least = Integer(null=True, default=None)
    withheld_since = Date(null=True, default=None)
    withheld_until = Date(null=True, default=None)
    withheld_known = Integer(null=True, default=None)
    reservations = Boolean(null=False, default=True)
    confirmation_days = Integer(null=False, default=60)
    objection_days = Integer(null=False, default=30)
    successor: "ForeignKey[Memorandum]" = ForeignKey("self", null=True, default=None, on_delete=OnDelete.restrict)
    historical = Boolean(null=False, default=False)
    announced = Varchar(10, null=True, default=None)
    source = Varchar(500, null=False, default="")
    created_at = Timestamptz(null=False)
    updated_at = Timestamptz(null=False)


class ReplacedDays(Table):
    """The days of a memorandum that others replaced on `replaced_on`: they held until the day before.

    A day is empty if there was none, or if the record does not say which it was.
    """

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    replaced_on = Date(null=False)
    opens_on = Date(null=True, default=None)
    closes_on = Date(null=True, default=None)
    accession_opened_on = Date(null=True, default=None)
    accession_ended_on = Date(null=True, default=None)


class MemorandumNote(Table):
    """A note for the public on the record itself, in one language."""

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    title = Varchar(300, null=False, default="")
    text = Text(null=False, default="")


class Summary(Table):
    """What readers in one language are told of the text above it; it is no part of the text, and no digest covers it."""

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade)
    language = Varchar(35, null=False)
    text = Varchar(1000, null=False)
    saved_at = Timestamptz(null=False)


class WithdrawalSentence(Table):
    """What readers in one language are told instead of a memorandum that was withdrawn from the public."""

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    text = Varchar(300, null=False)


class Decision(Table):
    """A decision of a coordinator with its reason, for those who work on the memorandum; the reason is encrypted.

    `key` is random and names the row to the encryption.
    """

    id: Serial
    key = Varchar(32, null=False, unique=True)
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    kind = Varchar(20, null=False)
    day = Date(null=False)
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    reason = Text(null=False, default="")


[DECISION_REASON] = encrypted_columns(Decision, Decision.reason, row=Decision.key)


class MemorandumMember(Table):
    """A coordinator who works on a memorandum; other people cannot see it until it is public.

    `answers` marks the person whom letters about it name; without a mark it is the coordinator who has worked on it the longest.
    `public_contact` says that they let everybody read their name and address as the contact for the text.
    """

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    coordinator = ForeignKey(Coordinator, null=False, on_delete=OnDelete.cascade, index=True)
    answers = Boolean(null=False, default=False)
    public_contact = Boolean(null=False, default=False)


class Edition(Table):
    """One numbered version of the whole text; frozen once it has a digest. `corrects` is the number of the edition it corrects."""

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    number = Integer(null=False)
    digest = Varchar(80, null=True, default=None)
    adoption_rule = Varchar(20, null=True, default=None)
    adopted = Varchar(10, null=True, default=None)
    authenticated_at = Timestamptz(null=True, default=None)
    corrects = Integer(null=True, default=None)
    created_at = Timestamptz(null=False)


class Wording(Table):
    """One language of an edition, as Markdown."""

    id: Serial
    edition = ForeignKey(Edition, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    status = Varchar(20, null=False)
    title = Varchar(300, null=False)
    body = Text(null=False)
    version = Integer(null=False, default=1)
    updated_at = Timestamptz(null=False)


class Revision(Table):
    """One saved state of a wording: who saved it and when; none is changed or deleted while the wording lives.

    `number` is the version of the wording. Revisions of several languages that one step made have the same random `change`.
    `provision` is the key of the provision that changed, "" for the whole text. `content` holds title, text and the keys of the
    blocks, as `recording_revisions.Content` writes them. `divided` holds how the rules of version `rules` divide the text into blocks, as
    `recording_revisions.divided` makes it of the text; nothing, and 0, where no rules read it yet. Another version may write both anew.
    """

    id: Serial
    wording = ForeignKey(Wording, null=False, on_delete=OnDelete.cascade)
    number = Integer(null=False)
    change = Varchar(32, null=False, index=True)
    kind = Varchar(20, null=False)
    provision = Varchar(80, null=False, default="")
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    saved_at = Timestamptz(null=False)
    content = Bytea(null=False, default=b"")
    divided = Bytea(null=False, default=b"")
    rules = Integer(null=False, default=0)


class WordingConfirmation(Table):
    """The last time somebody said that a wording agrees with the authentic ones: who and when, and what those said at that time.

    `compared` holds a digest of each authentic wording by language, `texts` the wordings themselves, to show what changed since; both are JSON.
    """

    id: Serial
    wording = ForeignKey(Wording, null=False, on_delete=OnDelete.cascade, unique=True)
    coordinator = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    confirmed_at = Timestamptz(null=False)
    compared = Text(null=False, default="{}")
    texts = Text(null=False, default="{}")


class Provision(Table):
    """A piece of the text; all languages and later editions share its key."""

    id: Serial
    edition = ForeignKey(Edition, null=False, on_delete=OnDelete.cascade, index=True)
    key = Varchar(80, null=False)
    label = Varchar(80, null=False, default="")
    position = Integer(null=False)


class RetiredProvision(Table):
    """The key of a provision that no wording of a memorandum has any more; no other provision gets it."""

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    key = Varchar(80, null=False)


class Placement(Table):
    """One block of a wording and its provision, as it was read when the wording was saved; `rules` is the version of the rules.

    The other columns are those of `text.blocks.Block` and `text.sources.StoredBlock`.
    """

    id: Serial
    wording = ForeignKey(Wording, null=False, on_delete=OnDelete.cascade, index=True)
    position = Integer(null=False)
    key = Varchar(80, null=False)
    kind = Varchar(20, null=False, default="")
    number = Text(null=False, default="")
    label = Varchar(80, null=False, default="")
    level = Integer(null=False, default=0)
    markdown = Text(null=False, default="")
    lines = Text(null=False, default="")
    rules = Integer(null=False, default=1)


class Correction(Table):
    """A correction of an error in an authenticated text: proposed, open to objection, then made, failed or withdrawn.

    `before` and `after` are Markdown; `before_words` and `after_words` are what people read: the plain words, or the Markdown if
    only that differs.
    """

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    number = Integer(null=False)
    kind = Varchar(20, null=False)
    language = Varchar(35, null=False)
    provision = Varchar(80, null=False)
    before = Text(null=False)
    after = Text(null=False)
    before_words = Text(null=False, default="")
    after_words = Text(null=False, default="")
    reason = Varchar(2000, null=False, default="")
    state = Varchar(20, null=False, default=CorrectionState.PROPOSED.value)
    proposed_on = Date(null=False)
    objections_until = Date(null=False)
    decided_on = Date(null=True, default=None)
    edition = ForeignKey(Edition, null=True, default=None, on_delete=OnDelete.set_null)
