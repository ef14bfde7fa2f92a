"""The form that an organisation prints, fills in by hand and sends: what it asks, and in which languages its labels stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts.act_kinds import KINDS
from coalition.acts.disclosure_levels import LEVELS
from coalition.acts.eligibility import offered_kinds
from coalition.languages import Message
from coalition.memoranda.actions import Action, Situation, check
from coalition.settings import load
from coalition.statements.tables import StatementKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.memoranda.tables import Memorandum

    Choice = tuple[Message, Message | None]


LABELS: Mapping[str, Message] = {
    "organisation": Message("The organisation"),
    "names": Message("Its name in each of its languages"),
    "country": Message("Country it represents"),
    "address": Message("Address for the answer (e-mail or post)"),
    "representative": Message("Who signs for it"),
    "person": Message("First name and surname"),
    "position": Message("Position"),
    "act": Message("What it does (tick one)"),
    "level": Message("Who may know (tick one)"),
    "description": Message("The description"),
    "release": Message("The day on which the names are shown"),
    "statement": Message("Statement (only if it makes one)"),
    "provision": Message("Provision that it is about, or “the whole text”"),
    "statement_text": Message("Its text; continue on another sheet if need be"),
    "authority": Message("I have read the text with the digest above, and I may act for this organisation as I ticked here."),
    "place": Message("Place"),
    "day": Message("Day"),
    "signature": Message("Signature"),
    "stamp": Message("Stamp, if the organisation has one"),
}


class PaperForm(Struct, frozen=True):
    """A form for signing on paper: the acts and levels to choose from (label and hint), and the kinds of statements."""

    acts: Sequence[Choice]
    levels: Sequence[Choice]
    statements: Sequence[Message]


def paper_form(memorandum: Memorandum) -> PaperForm:
    """Return the form of a text.

    Raises:
        MemorandumRule: nobody can sign or accede today, or the text is not public.

    """
    check(Action.SIGN_ON_PAPER, Situation(memorandum))
    offers = [KINDS[kind].offer for kind in offered_kinds(memorandum)]
    return PaperForm(
        acts=[(offer.choice, offer.hint) for offer in offers if offer],
        levels=[(rules.choice, rules.hint) for rules in LEVELS.values()],
        statements=[kind.word for kind in StatementKind if memorandum.reservations or kind is not StatementKind.RESERVATION],
    )


def language_beside(authentic: Sequence[str], language: str) -> str:
    """Return the first authentic language that the interface has, for readers of a language that is not authentic; else an empty text."""
    known = load().languages
    return "" if language in authentic else next((code for code in authentic if code in known), "")
