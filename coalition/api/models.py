"""What the API answers with; the shapes are promises to programs and appear in the OpenAPI document."""

from __future__ import annotations

from datetime import date, datetime
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from coalition.exchange.texts import EditionState
from coalition.forums.tables import ForumRole, RiskProfile
from coalition.memoranda.blocks import BlockKind
from coalition.memoranda.tables import (
    AdoptionRule,
    CorrectionKind,
    CorrectionState,
    EffectRule,
    EffectState,
    MemorandumKind,
    Publicity,
    SignatureRule,
    SigningState,
    TextState,
    WordingStatus,
)
from coalition.notices.tables import NoticeKind
from coalition.organisations.tables import OrganisationEventKind, OrganisationKind, OrganisationStatus, Reach
from coalition.signatures.tables import ActKind


class Answer(BaseModel):
    """A JSON object the API answers with; programs ignore fields they do not know."""

    model_config = ConfigDict(frozen=True, from_attributes=True, defer_build=True)


Item = TypeVar("Item", bound=Answer)


class Listed(Answer, Generic[Item]):
    """One page of a list, in the order of its cursor."""

    items: list[Item]
    next: str | None = Field(description="The cursor to give as `after` for the following page; null on the last one.")


class OrganisationName(Answer):
    """A name in one language."""

    language: str
    name: str
    short_name: str
    primary: bool


class OrganisationInList(Answer):
    """An organisation as everybody may know it: no contacts, no word on risk."""

    slug: str
    kind: OrganisationKind
    scope: Reach
    status: OrganisationStatus
    country: str | None = Field(description="The country it represents.")
    seat_country: str | None = Field(description="Where it sits, which may be another country.")
    website: str
    names: list[OrganisationName]


class OrganisationPage(Listed[OrganisationInList]):
    """A page of organisations."""


class FormerName(OrganisationName):
    """A name it had until a day, month or year, as far as that is known."""

    until: str | None


class OrganisationEvent(Answer):
    """A turn in its life; `other` is its successor."""

    kind: OrganisationEventKind
    happened: str | None = Field(description="A partial date; null where it is not known.")
    other: str | None
    source: str


class Organisation(OrganisationInList):
    """An organisation with its former names and the turns in its life."""

    former_names: list[FormerName]
    events: list[OrganisationEvent]


class ForumPlace(Answer):
    """Where a forum met; city and country are empty where the place is withheld from the reader."""

    city: str
    country: str | None
    public: bool


class ForumText(Answer):
    """A forum's words in one language."""

    language: str
    title: str
    summary: str
    city: str


class ForumInList(Answer):
    """A forum; its dates are partial dates such as `2013-02`."""

    slug: str
    starts: str | None
    ends: str | None
    place: ForumPlace
    countries: list[str]
    risk_profile: RiskProfile | None = Field(description="Told to coordinators only, null for everybody else.")
    texts: list[ForumText]


class ForumPage(Listed[ForumInList]):
    """A page of forums."""


class ForumPart(Answer):
    """The role of an organisation at a forum."""

    organisation: str
    role: ForumRole


class Forum(ForumInList):
    """A forum with its programme and its organisations."""

    programme: str | None
    organisations: list[ForumPart]


class State(Answer):
    """The four separate states of a memorandum."""

    text: TextState
    signing: SigningState
    effect: EffectState
    publicity: Publicity


class Window(Answer):
    """The days on which it can be signed, both included (UTC)."""

    opens: date | None
    closes: date | None


class MemorandumInList(Answer):
    """A memorandum; `digest` is what every signature binds, null until the text is authenticated."""

    slug: str
    kind: MemorandumKind
    symbol: str
    forum: str | None
    titles: dict[str, str] = Field(description="Titles by language.")
    authentic_languages: list[str]
    state: State
    edition: int
    digest: str | None
    window: Window
    historical: bool = Field(description="Entered later from a source: counts and dates may be incomplete.")


class MemorandumPage(Listed[MemorandumInList]):
    """A page of memoranda."""


class WordingInList(Answer):
    """A language of the text."""

    language: str
    status: WordingStatus
    title: str


class Adoption(Answer):
    """How and when the text was agreed; `on` is a partial date."""

    rule: AdoptionRule | None
    on: str


class Counts(Answer):
    """Numbers with their rule: `signed` and `supported` stand today, those with withheld names among them."""

    signed: int
    supported: int
    withdrawn: int = Field(description="Withdrawn acts whose names are shown.")
    names_withheld: int = Field(description="How many of those who signed are not named.")
    supporters_withheld: int = Field(description="How many of those who support are not named.")
    ad_referendum: int = Field(description="Named signatures ad referendum that wait for confirmation; they are not among those who signed.")
    partial: bool = Field(description="Whether withheld names are in no number at all, because those who may sign are a public list.")


class ReportedCount(Answer):
    """A number that a source reports without naming the organisations."""

    act: ActKind
    at_least: int
    source: str


class Edition(Answer):
    """A fixed edition of the text; the public reads the one in force, all others stay readable."""

    number: int
    digest: str
    adopted: str | None
    authenticated_on: date
    state: EditionState
    corrects: int | None = Field(description="The edition that it rectifies, ab initio; who signed that one signed this one.")


class Correction(Answer):
    """A correction of one passage; `provision` is its key, or `title`. Nobody learns which party objected."""

    number: int
    kind: CorrectionKind
    language: str
    provision: str
    before: str
    after: str
    reason: str
    state: CorrectionState
    proposed_on: date
    objections_until: date
    decided_on: date | None
    edition: int | None = Field(description="The corrected edition, once it is made.")


class EffectProgress(Answer):
    """How far the rule is met, counted as the public page counts: only named signatories count for countries and parties."""

    met: int
    needed: int
    missing: list[str] = Field(description="The countries or the organisations that are still awaited.")


class Effect(Answer):
    """What makes it take effect, and when it did."""

    rule: EffectRule
    number: int | None
    on: date | None
    parties: list[str]
    in_effect_on: date | None
    progress: EffectProgress | None = Field(description="Null once it took effect, and where only a day is awaited.")


class Termination(Answer):
    """When it was terminated, and why, in one language."""

    on: date
    reason: str
    language: str


class Memorandum(MemorandumInList):
    """A memorandum with its languages, rules and counts."""

    languages: list[WordingInList]
    adoption: Adoption | None
    signature_rule: SignatureRule
    reservations: bool = Field(description="Whether parties may make reservations.")
    rule_until: date | None = Field(description="The last day of `signature_rule`; afterwards `later_rule` holds.")
    later_rule: SignatureRule | None
    effect: Effect
    publish_at_least: int | None = Field(description="With how many signatures it becomes public.")
    termination: Termination | None
    counts: Counts
    reported_counts: list[ReportedCount]
    announced: str | None = Field(description="When it was made public, as a partial date.")
    source: str
    notes: dict[str, str] = Field(description="What readers should know about the record itself, by language.")
    editions: list[Edition]
    corrections: list[Correction]
    replaces: list[str] = Field(description="The public memoranda that this one replaces.")
    successor: str | None = Field(description="The public memorandum that replaces this one.")


class WordingProvision(Answer):
    """A passage of the text; `key` is the same in every language and kept across editions."""

    key: str
    label: str
    kind: BlockKind
    number: str = Field(description="The number exactly as it is written in this language.")
    text: str = Field(description="The words, without markup.")


class Wording(Answer):
    """The text in one language, as Markdown and passage by passage."""

    memorandum: str
    edition: int
    language: str
    status: WordingStatus
    title: str
    body: str
    version: int
    provisions: list[WordingProvision]


class NotificationLine(Answer):
    """A depositary notification; one that was `removed` is a tombstone: whoever copied it deletes the copy."""

    number: str
    removed: bool
    kind: NoticeKind | None
    memorandum: str | None
    organisation: str | None
    happened_on: date
    sentences: dict[str, str] = Field(description="What happened, by language.")


class NotificationPage(Listed[NotificationLine]):
    """A page of notifications."""


class Invitation(Answer):
    """An invitation on the coordinators' list; `state` says what has become of it."""

    organisation: str
    state: str = Field(description="invited, visited, bounced, revoked, signed, supported, declined or withdrawn")
    invited_at: datetime
    visited_at: datetime | None
    answered_at: datetime | None
    reminded_on: date | None
    reminders: int
    has_contact: bool


class InvitationPage(Listed[Invitation]):
    """A page of the coordinators' list."""


class NewInvitation(Answer):
    """An invitation just made; the link is shown this once and is null when the answer is given again."""

    organisation: str
    link: str | None
    expires: datetime | None
    mailed: bool


class NewInvitations(Answer):
    """The invitations made; an organisation whose signature or support stands is left out."""

    invitations: list[NewInvitation]


class Reminded(Answer):
    """Which organisations were written to."""

    reminded: list[str]


class FieldError(Answer):
    """What does not fit, and where: a JSON pointer into the body, or `/` and the name of a query parameter."""

    pointer: str
    message: str


class Problem(Answer):
    """What went wrong (RFC 9457); `type` is stable, the sentences follow `Accept-Language`."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = Field(default=None, description="With status 422: one for each field.")
