"""A memorandum as JSON: the fields of the files and of the API, with their values."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import Field

from coalition.acts.tables import ActKind
from coalition.answers import Answer
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
from coalition.published.json_appeal import Appeal, appeal_json
from coalition.published.json_signatories import Counts, counts_json
from coalition.published.json_timeline import Addressee, TimelineEntry, addressee_json, entry_json

if TYPE_CHECKING:
    from coalition.acts import effect
    from coalition.memoranda.queries import MemorandumView
    from coalition.published.beside_text import BesideText
    from coalition.published.history import PublicCorrection, PublicEdition
    from coalition.published.memorandum import PublicMemorandum


class State(Answer):
    """The four separate states of a memorandum."""

    text: TextState
    signing: SigningState
    effect: EffectState
    publicity: Publicity


class Window(Answer):
    """The days on which it can be signed, both included (UTC)."""

    opens: date | None
    closes: date | None = Field(description="The last day; null if there is none, or as at a past day if it was replaced and is not on record.")


class Accession(Answer):
    """The days on which organisations can accede after the time for signature; null while, or as far as, they are not known."""

    opened: date | None
    ended: date | None


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
    accession: Accession
    historical: bool = Field(description="Entered later from a source: counts and dates may be incomplete.")


class WordingInList(Answer):
    """A language of the text."""

    language: str
    status: WordingStatus
    title: str


class Adoption(Answer):
    """How and when the text was agreed; `on` is a partial date."""

    rule: AdoptionRule | None
    on: str


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
    provision: str | None = Field(description="The key of the provision that says how it takes effect, if it is recorded.")
    in_effect_on: date | None
    declared: bool = Field(description="Whether the depositary declared that it is in effect: the public numbers do not show it.")
    progress: EffectProgress | None = Field(description="Null once it took effect, and where only a day is awaited.")


class Termination(Answer):
    """When it was terminated, and why, in one language."""

    on: date
    reason: str
    language: str


class PublicContact(Answer):
    """A coordinator who lets everybody write to them about the text."""

    name: str
    email: str


class Memorandum(MemorandumInList):
    """A memorandum with its languages, rules and counts."""

    languages: list[WordingInList]
    summaries: dict[str, str] = Field(description="Summaries by language, as plain text. They are no part of the text: no digest covers them.")
    contacts: list[PublicContact] = Field(description="Whom everybody can ask about the text; empty where nobody agreed to be named.")
    addressees: list[Addressee] = Field(description="To whom the text is addressed.")
    appeal: Appeal | None = Field(description="What an urgent appeal says beside its text; null for other kinds, and until it is sent.")
    timeline: list[TimelineEntry] = Field(description="The newest entries of its timeline; the API gives all of them.")
    adoption: Adoption | None
    signature_rule: SignatureRule
    reservations: bool = Field(description="Whether parties may make reservations.")
    rule_until: date | None = Field(description="The last day of `signature_rule`; afterwards `later_rule` holds.")
    later_rule: SignatureRule | None
    effect: Effect
    publish_at_least: int | None = Field(description="With how many signatures it becomes public.")
    confirmation_days: int = Field(description="For how many days a signature ad referendum can be confirmed; 0 where none is possible.")
    objection_days: int = Field(description="For how many days parties can object to a proposed correction.")
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


def memorandum_in_list_json(view: MemorandumView, forum: str | None) -> MemorandumInList:
    """Return a memorandum as lists give it; `forum` is the slug of its forum."""
    return MemorandumInList(
        slug=view.slug,
        kind=MemorandumKind(view.kind),
        symbol=view.symbol,
        forum=forum,
        titles=dict(view.titles),
        authentic_languages=list(view.authentic_languages),
        state=State(
            text=TextState(view.text_state),
            signing=SigningState(view.signing_state),
            effect=EffectState(view.effect_state),
            publicity=Publicity(view.publicity),
        ),
        edition=view.edition,
        digest=view.digest,
        window=Window(opens=view.opens_on, closes=view.closes_on),
        accession=Accession(opened=view.accession_opened_on, ended=view.accession_ended_on),
        historical=view.historical,
    )


def memorandum_json(public: PublicMemorandum, beside: BesideText) -> Memorandum:
    """Return a memorandum with everything about it except the list of its signatories and their statements."""
    view, history = public.view, public.history
    return Memorandum(
        **dict(memorandum_in_list_json(view, public.forum.slug if public.forum else None)),
        languages=[WordingInList(language=text.language, status=text.status, title=text.title) for text in public.texts],
        summaries=dict(beside.summaries),
        contacts=[PublicContact(name=person.name, email=person.email) for person in beside.contacts],
        addressees=[addressee_json(addressee) for addressee in beside.addressees],
        appeal=appeal_json(beside.appeal) if beside.appeal else None,
        timeline=[entry_json(entry) for entry in beside.timeline.entries],
        adoption=Adoption(rule=AdoptionRule(view.adoption_rule) if view.adoption_rule else None, on=view.adopted) if view.adopted else None,
        signature_rule=SignatureRule(view.signature_rule),
        reservations=view.reservations,
        rule_until=view.rule_until,
        later_rule=SignatureRule(view.later_rule) if view.later_rule else None,
        effect=_effect(public.effect, public.view.effect_provision),
        publish_at_least=view.publish_at_least,
        confirmation_days=view.confirmation_days,
        objection_days=view.objection_days,
        termination=_termination(view),
        counts=counts_json(public.status),
        reported_counts=[ReportedCount(act=count.act, at_least=count.at_least, source=count.source) for count in public.reported],
        announced=view.announced,
        source=view.source,
        notes=dict(view.notes),
        editions=[_edition(edition) for edition in history.editions],
        corrections=[_correction(correction) for correction in history.corrections],
        replaces=[replaced.slug for replaced in history.replaces],
        successor=history.successor.slug if history.successor else None,
    )


def _effect(rule: effect.Effect, provision: str) -> Effect:
    progress = rule.progress
    return Effect(
        rule=rule.rule,
        number=rule.number,
        on=rule.on,
        parties=[party.slug for party in rule.parties],
        provision=provision or None,
        in_effect_on=rule.in_effect_on,
        declared=rule.declared,
        progress=EffectProgress(met=progress.met, needed=progress.needed, missing=list(progress.missing)) if progress else None,
    )


def _termination(view: MemorandumView) -> Termination | None:
    if view.terminated_on is None:
        return None
    return Termination(on=view.terminated_on, reason=view.termination_reason, language=view.termination_language)


def _edition(edition: PublicEdition) -> Edition:
    return Edition.model_validate(edition)


def _correction(correction: PublicCorrection) -> Correction:
    return Correction(
        number=correction.number,
        kind=correction.kind,
        language=correction.language,
        provision=correction.provision,
        before=correction.old_text,
        after=correction.new_text,
        reason=correction.reason,
        state=correction.state,
        proposed_on=correction.proposed_on,
        objections_until=correction.objections_until,
        decided_on=correction.decided_on,
        edition=correction.corrected.number if correction.corrected else None,
    )
