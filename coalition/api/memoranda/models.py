"""Memoranda as the API gives them."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from coalition.acts.tables import ActKind
from coalition.api.models import Answer, Listed
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
from coalition.published.history import EditionState
from coalition.text.blocks import BlockKind


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
