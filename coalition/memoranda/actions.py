"""The actions that are possible on a memorandum now: pages and operations ask the same rules."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from msgspec import Struct

from coalition import clock
from coalition.memoranda.errors import (
    AlreadyInEffect,
    AlreadyOpen,
    AlreadyPublic,
    AlreadyTerminated,
    CorrectionPending,
    DraftInHand,
    MemorandumRule,
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
from coalition.memoranda.last_hours import hour_is_over
from coalition.memoranda.rules_in_force import signature_rule_on
from coalition.memoranda.tables import EffectRule, EffectState, Publicity, SignatureRule, SigningState, TextState
from coalition.people.tables import Role
from coalition.words import for_each

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Memorandum

Fact = TypeVar("Fact")


class Action(StrEnum):
    """An action on a whole memorandum; its rules are in `RULES`."""

    WRITE = "write"
    TRANSLATE = "translate"
    SEND_ROUND = "send_round"
    CHANGE_PARTICULARS = "change_particulars"
    CHANGE_RULES = "change_rules"
    ADOPT = "adopt"
    OPEN = "open"
    PUBLISH = "publish"
    EXTEND = "extend"
    CLOSE = "close"
    OPEN_FOR_ACCESSION = "open_for_accession"
    ASK_TO_SIGN = "ask_to_sign"
    SIGN_ON_PAPER = "sign_on_paper"
    END_ACCESSION = "end_accession"
    INVITE = "invite"
    REMIND = "remind"
    RECORD_ACT = "record_act"
    RECORD_PAST_ACT = "record_past_act"
    CORRECT = "correct"
    BEGIN_EDITION = "begin_edition"
    ADOPT_EDITION = "adopt_edition"
    GIVE_UP_EDITION = "give_up_edition"
    REPLACE = "replace"
    TERMINATE = "terminate"
    WITHDRAW = "withdraw"
    RETURN = "return_to_public"
    EMBARGO = "embargo"
    LIFT_EMBARGO = "lift_embargo"
    ABANDON = "abandon"
    TAKE_UP = "take_up"
    PUBLISH_BY_HAND = "publish_by_hand"
    DECLARE_EFFECT = "declare_effect"


class Situation(Struct, frozen=True):
    """The facts that the rules need: a memorandum, and four facts from other tables; a fact that was not read is None.

    `missing` are the authentic languages without a text; `drafted` says that a further edition is being drafted,
    `correction_waits` that a correction is not decided, `signed` that an organisation ever signed or supported the memorandum.
    """

    memorandum: Memorandum | MemorandumView
    missing: tuple[str, ...] | None = None
    drafted: bool | None = None
    correction_waits: bool | None = None
    signed: bool | None = None


class Rule(NamedTuple):
    """A condition, and the error that is raised if it is not met."""

    holds: Callable[[Situation], bool]
    error: type[MemorandumRule]


def _read(fact: Fact | None) -> Fact:
    if fact is None:
        raise LookupError("a rule needs a fact that was not read")
    return fact


def _text_in(*states: TextState) -> Callable[[Situation], bool]:
    return lambda situation: situation.memorandum.text_state in states


def _signing_in(*states: SigningState) -> Callable[[Situation], bool]:
    return lambda situation: situation.memorandum.signing_state in states


def _publicity_in(*states: Publicity) -> Callable[[Situation], bool]:
    return lambda situation: situation.memorandum.publicity in states


def is_fixed_or_past(situation: Situation) -> bool:
    """Whether the text is fixed, or is a record of the past."""
    return is_fixed(situation) or bool(situation.memorandum.historical)


def is_fixed(situation: Situation) -> bool:
    """Whether the text is fixed: it is in force, or was replaced by another memorandum."""
    return situation.memorandum.text_state in {TextState.AUTHENTICATED, TextState.SUPERSEDED}


def _was_opened(situation: Situation) -> bool:
    return situation.memorandum.signing_state != SigningState.NOT_OPEN or bool(situation.memorandum.historical)


def _may_write(situation: Situation) -> bool:
    return _is_draft(situation) or (_is_in_force(situation) and _read(situation.drafted))


def _last_day_not_over(situation: Situation) -> bool:
    closes_on = situation.memorandum.closes_on
    return closes_on is None or (closes_on >= clock.today() and not hour_is_over(situation.memorandum))


def _awaits_answers(situation: Situation) -> bool:
    return _accedes(situation) or (_is_open(situation) and _last_day_not_over(situation))


def _takes_requests(situation: Situation) -> bool:
    """Whether any organisation may ask: to sign where the rule of today is open, to accede unless only participants of the forum may."""
    rule = signature_rule_on(situation.memorandum, clock.today())
    return rule is SignatureRule.OPEN if _is_signed_today(situation) else _accedes(situation) and rule is not SignatureRule.PARTICIPANTS


def _is_signed_today(situation: Situation) -> bool:
    opens_on = situation.memorandum.opens_on
    began = opens_on is None or opens_on <= clock.today()
    return _is_open(situation) and began and _last_day_not_over(situation)


def _takes_acts(situation: Situation) -> bool:
    """Whether an organisation that may do so signs or accedes today."""
    return _accedes(situation) or _is_signed_today(situation)


_is_draft = _text_in(TextState.DRAFT, TextState.CIRCULATED)
_is_in_force = _text_in(TextState.AUTHENTICATED)
_is_open = _signing_in(SigningState.OPEN)
_accedes = _signing_in(SigningState.ACCESSION_ONLY)

# The rules of effect that may be met although the public numbers do not show it; a rule that names parties would tell who signed.
EFFECT_BY_NUMBER = frozenset({EffectRule.NTH_SIGNATURE, EffectRule.PER_COUNTRY})

_DRAFT = Rule(_is_draft, TextFrozen)
_NONE_MISSING = Rule(lambda situation: not _read(situation.missing), WordingMissing)
_IN_FORCE = Rule(_is_in_force, NotAuthenticated)
_FIXED_OR_PAST = Rule(is_fixed_or_past, NotAuthenticated)
_NOT_DRAFTED = Rule(lambda situation: not _read(situation.drafted), DraftInHand)
_DRAFTED = Rule(lambda situation: _read(situation.drafted), NoDraft)
_NOT_ABANDONED = Rule(lambda situation: situation.memorandum.text_state != TextState.ABANDONED, WasAbandoned)
_SHOWN = Rule(lambda situation: situation.memorandum.publicity != Publicity.WITHDRAWN_FROM_PUBLIC, WithdrawnFromPublic)
_NOT_PUBLIC_YET = (
    Rule(lambda situation: _is_in_force(situation) or bool(situation.memorandum.historical), NotAuthenticated),
    Rule(lambda situation: situation.memorandum.publicity != Publicity.PUBLIC, AlreadyPublic),
    _SHOWN,
)
_NOT_BY_NUMBER = Rule(lambda situation: not situation.memorandum.publish_at_least, NotEnoughSigned)
_NOT_TERMINATED = Rule(lambda situation: situation.memorandum.effect_state != EffectState.TERMINATED, AlreadyTerminated)

RULES: Mapping[Action, tuple[Rule, ...]] = {
    Action.WRITE: (_NOT_ABANDONED, Rule(_may_write, TextFrozen)),
    Action.TRANSLATE: (_NOT_ABANDONED, Rule(_text_in(TextState.DRAFT, TextState.CIRCULATED, TextState.AUTHENTICATED), TextFrozen)),
    Action.SEND_ROUND: (_NOT_ABANDONED, Rule(_may_write, TextFrozen), _SHOWN, _NONE_MISSING),
    Action.CHANGE_PARTICULARS: (_NOT_ABANDONED, _DRAFT),
    Action.CHANGE_RULES: (_NOT_ABANDONED, _DRAFT, Rule(lambda situation: not _read(situation.signed), RulesBind)),
    Action.ADOPT: (_NOT_ABANDONED, _DRAFT, _NONE_MISSING),
    Action.OPEN: (_IN_FORCE, Rule(_signing_in(SigningState.NOT_OPEN), AlreadyOpen), _SHOWN),
    Action.PUBLISH: (*_NOT_PUBLIC_YET, _NOT_BY_NUMBER),
    Action.EXTEND: (Rule(lambda situation: _is_open(situation) and _last_day_not_over(situation), NotOpen), _SHOWN),
    Action.CLOSE: (Rule(_is_open, NotOpen),),
    Action.OPEN_FOR_ACCESSION: (_IN_FORCE, _NOT_TERMINATED, Rule(_signing_in(SigningState.CLOSED), NotClosed), _SHOWN),
    Action.ASK_TO_SIGN: (_IN_FORCE, Rule(_takes_requests, NotOpen), _SHOWN),
    Action.SIGN_ON_PAPER: (_IN_FORCE, Rule(_takes_acts, NotOpen), Rule(_publicity_in(Publicity.PUBLIC), NotPublic)),
    Action.END_ACCESSION: (Rule(_accedes, NotOpen),),
    Action.INVITE: (_IN_FORCE, Rule(_signing_in(SigningState.NOT_OPEN, SigningState.OPEN, SigningState.ACCESSION_ONLY), NotOpen), _SHOWN),
    Action.REMIND: (Rule(_awaits_answers, NotOpen), _SHOWN),
    Action.RECORD_ACT: (Rule(is_fixed, NotAuthenticated), Rule(_was_opened, NotOpen)),
    Action.RECORD_PAST_ACT: (_NOT_ABANDONED,),
    Action.CORRECT: (_IN_FORCE, _NOT_DRAFTED, _SHOWN),
    Action.BEGIN_EDITION: (_IN_FORCE, _NOT_DRAFTED, Rule(lambda situation: not _read(situation.correction_waits), CorrectionPending), _SHOWN),
    Action.ADOPT_EDITION: (_DRAFTED, _SHOWN),
    Action.GIVE_UP_EDITION: (_DRAFTED,),
    Action.REPLACE: (_FIXED_OR_PAST,),
    Action.TERMINATE: (_FIXED_OR_PAST, _NOT_TERMINATED),
    Action.WITHDRAW: (Rule(_publicity_in(Publicity.PUBLIC), NotPublic),),
    Action.RETURN: (Rule(_publicity_in(Publicity.WITHDRAWN_FROM_PUBLIC), NotWithdrawn),),
    Action.EMBARGO: (*_NOT_PUBLIC_YET, _NOT_BY_NUMBER),
    Action.LIFT_EMBARGO: (Rule(_publicity_in(Publicity.EMBARGOED), NoEmbargo),),
    Action.ABANDON: (_NOT_ABANDONED, _DRAFT, Rule(lambda situation: not _read(situation.signed), SomebodySigned)),
    Action.TAKE_UP: (Rule(_text_in(TextState.ABANDONED), NotAbandoned),),
    Action.PUBLISH_BY_HAND: (*_NOT_PUBLIC_YET, Rule(lambda situation: bool(situation.memorandum.publish_at_least), NoNumberRule)),
    Action.DECLARE_EFFECT: (
        Rule(is_fixed, NotAuthenticated),
        Rule(lambda situation: situation.memorandum.effect_state == EffectState.NONE, AlreadyInEffect),
        Rule(lambda situation: situation.memorandum.effect_rule in EFFECT_BY_NUMBER, NoNumberRule),
        Rule(lambda situation: situation.memorandum.signing_state != SigningState.NOT_OPEN, NotOpen),
    ),
}
for_each(Action, RULES)

FOR_EVERYBODY = frozenset({Action.ASK_TO_SIGN, Action.SIGN_ON_PAPER})
FOR_EDITORS = FOR_EVERYBODY | {Action.WRITE, Action.TRANSLATE}


def broken_rule(action: Action, situation: Situation) -> type[MemorandumRule] | None:
    """Return the error of the first rule that forbids an action now; None if the action is possible."""
    return next((rule.error for rule in RULES[action] if not rule.holds(situation)), None)


def is_possible(action: Action, situation: Situation) -> bool:
    """Whether the rules allow an action now."""
    return broken_rule(action, situation) is None


def check(action: Action, situation: Situation) -> None:
    """Refuse an action that the rules forbid now.

    Raises:
        MemorandumRule: the error of the first rule that is not met.

    """
    error = broken_rule(action, situation)
    if error:
        raise error


def open_to(role: Role | None) -> frozenset[Action]:
    """Return the actions allowed to people with a role at the desk, or to everybody (None); the routes enforce the same."""
    if role is None:
        return FOR_EVERYBODY
    return frozenset(Action) if role is Role.COORDINATOR else FOR_EDITORS


def possible_actions(situation: Situation, role: Role | None) -> dict[Action, bool]:
    """Return for every action whether a person with this role can take it now; every fact must have been read."""
    actions = open_to(role)
    return {action: action in actions and is_possible(action, situation) for action in Action}


def situation_in(view: MemorandumView) -> Situation:
    """Return the situation from a view, without the two facts a view does not hold: `signed` and `correction_waits`."""
    missing = tuple(code for code in view.authentic_languages if code not in view.titles)
    return Situation(view, missing=missing, drafted=view.drafted is not None)
