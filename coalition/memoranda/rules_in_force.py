"""The rules of a memorandum read from its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.memoranda.tables import EffectRule, SignatureRule

if TYPE_CHECKING:
    from datetime import date

    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Memorandum


def signature_rule_on(memorandum: Memorandum | MemorandumView, day: date) -> SignatureRule:
    """Return the signature rule of a day: the first rule applies up to and including its last day."""
    over = memorandum.rule_until is not None and day > memorandum.rule_until
    return SignatureRule(memorandum.later_rule if over and memorandum.later_rule else memorandum.signature_rule)


def speaks_of_forum(signature_rule: str, effect_rule: str) -> bool:
    """Whether a rule cannot be applied without a forum."""
    return signature_rule == SignatureRule.PARTICIPANTS or effect_rule == EffectRule.PER_COUNTRY
