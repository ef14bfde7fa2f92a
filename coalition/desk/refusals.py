"""How a refused form of the desk is shown again: with errors at its fields, or with the rule that forbids it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.acts.errors import NothingStands, OnlyParticipants
from coalition.editions.errors import Decided, NothingChanged, TooEarly
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda.errors import (
    AlreadyInEffect,
    AlreadyOpen,
    AlreadyPublic,
    AlreadyTerminated,
    CorrectionPending,
    DraftInHand,
    ForumMissing,
    NoDraft,
    NoEmbargo,
    NoNumberRule,
    NotAbandoned,
    NotAuthenticated,
    NotClosed,
    NotEnoughSigned,
    NotOpen,
    NotPublic,
    NotWithdrawn,
    RulesBind,
    SomebodySigned,
    TextFrozen,
    WasAbandoned,
    WithdrawnFromPublic,
    WordingMissing,
)
from coalition.signatures.errors import BatchDecided, NoContact, NoSuccessorKnown, ReceiptSentToday, SignedOnline
from coalition.web.forms import said
from coalition.web.pages import language_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.errors import CoalitionError
    from coalition.web.routing import AnyRequest

INVALID, FORBIDDEN = 422, 409

SENTENCES: Mapping[type[CoalitionError], Message] = {
    TextFrozen: Message("The text is adopted and fixed; it cannot be changed any more."),
    WordingMissing: Message("An authentic language has no text yet."),
    NotAuthenticated: Message("The text must be adopted first."),
    AlreadyOpen: Message("It was opened for signature before."),
    AlreadyPublic: Message("It is published."),
    NotOpen: Message("It is not open for signature."),
    DraftInHand: Message("A new edition is being written. Adopt it or give it up first."),
    NoDraft: Message("No new edition is being written."),
    NothingChanged: Message("The new edition says the same as the present one."),
    CorrectionPending: Message("A correction is not decided yet."),
    TooEarly: Message("Parties may still object."),
    Decided: Message("It was decided before."),
    NotClosed: Message("Only what was closed for signature can be opened for accession."),
    NotEnoughSigned: Message("By its rule it becomes public once enough organisations have signed, and not before."),
    ForumMissing: Message("A rule speaks of the forum or of its countries: name the forum first, or change the rule."),
    RulesBind: Message("An organisation has signed; the rules cannot be changed any more."),
    AlreadyTerminated: Message("It was terminated before."),
    NotPublic: Message("It is not public."),
    WithdrawnFromPublic: Message("It is withdrawn from the public. Show it to the public again first."),
    NotWithdrawn: Message("It is not withdrawn from the public."),
    NoEmbargo: Message("It is not under embargo."),
    WasAbandoned: Message("The draft was abandoned. Take it up again first."),
    NotAbandoned: Message("It is not abandoned."),
    SomebodySigned: Message("An act of an organisation is recorded; the draft cannot be abandoned."),
    NoNumberRule: Message("It has no rule by a number of signatures."),
    AlreadyInEffect: Message("It took effect before."),
    NothingStands: Message("No signature or support of this organisation stands."),
    OnlyParticipants: Message("By its rule only organisations that took part in the forum may sign now; choose among them."),
    NoSuccessorKnown: Message("No event on record names a successor of the organisation."),
    NoContact: Message("The organisation has no contact. Add one first."),
    SignedOnline: Message("The organisation signed with its invitation. It has its private link, and asks for a fresh one itself."),
    ReceiptSentToday: Message("The letter with the private link was written today. Send it again tomorrow."),
    BatchDecided: Message("This was confirmed or undone before."),
}


def refusal(request: AnyRequest, problem: CoalitionError, sentences: Mapping[type[CoalitionError], Message] | None = None) -> dict[str, Any]:
    """Return the context for showing a form again: HTTP status, errors by field, and the lines of the error summary.

    `sentences`: sentences of one page that add to `SENTENCES` or replace them.
    """
    language = language_of(request)
    if isinstance(problem, InvalidForm):
        errors, summary = said(problem, language)
        return {"status": INVALID, "errors": errors, "summary": summary, "has_errors": True}
    sentence = {**SENTENCES, **(sentences or {})}[type(problem)]
    return {"status": FORBIDDEN, "summary": [("", sentence.text(language))], "has_errors": True}
