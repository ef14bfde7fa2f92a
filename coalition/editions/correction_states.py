"""The states of a correction: the sentences for each state, and the actions that are possible in it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from coalition import clock
from coalition.editions.errors import Decided, NothingToObjectTo, TooEarly
from coalition.languages import Message
from coalition.memoranda.tables import CorrectionState
from coalition.words import for_each

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from coalition.errors import CoalitionError


class Dated(Protocol):
    """A row of `Correction`, or the public view of one."""

    @property
    def number(self) -> int:
        """Its number on the memorandum."""

    @property
    def state(self) -> str:
        """Its state."""

    @property
    def proposed_on(self) -> date:
        """When it was proposed."""

    @property
    def objections_until(self) -> date:
        """The last day for objections."""

    @property
    def decided_on(self) -> date | None:
        """When it ended."""


class StateTexts(Struct, frozen=True):
    """The sentences about a correction in one state; `decided` is the label of the day on which it ended."""

    heading: Message
    sentence: Message
    outcome: Message
    decided: Message
    outcome_elsewhere: Message | None = None
    is_open: bool = False


_HEADING = Message("Correction {number}")
_UNCHANGED = Message("The text stays as it is.")
_DECIDED = Message("Decided on")

TEXTS: Mapping[CorrectionState, StateTexts] = for_each(
    CorrectionState,
    {
        CorrectionState.PROPOSED: StateTexts(
            _HEADING,
            Message("Correction {number} is proposed; objections until {date}."),
            Message("If no party objects by then, the new text takes the place of the old one from the beginning, and signatures stand."),
            _DECIDED,
            is_open=True,
        ),
        CorrectionState.MADE: StateTexts(
            Message("Procès-verbal of rectification: correction {number}"),
            Message("Correction {number} was made on {date}; it holds from the beginning."),
            Message("No party objected in time. The depositary has put the new text in the place of the old one; signatures stand."),
            _DECIDED,
            Message("It was made elsewhere and entered here afterwards. The new text stands in the place of the old one; signatures stand."),
        ),
        CorrectionState.FAILED: StateTexts(_HEADING, Message("Correction {number} failed on {date}: a party objected."), _UNCHANGED, _DECIDED),
        CorrectionState.WITHDRAWN: StateTexts(
            _HEADING, Message("Correction {number} was withdrawn on {date} before it was decided."), _UNCHANGED, Message("Withdrawn on")
        ),
    },
)


def texts_of(correction: Dated) -> StateTexts:
    """Return the sentences about a correction, with its number and its day."""
    texts = TEXTS[CorrectionState(correction.state)]
    day = correction.objections_until if texts.is_open else correction.decided_on
    elsewhere = correction.proposed_on == correction.objections_until
    return StateTexts(
        heading=Message(texts.heading.msgid, number=correction.number),
        sentence=Message(texts.sentence.msgid, number=correction.number, date=day),
        outcome=(texts.outcome_elsewhere if elsewhere else None) or texts.outcome,
        decided=texts.decided,
        is_open=texts.is_open,
    )


class CorrectionAction(StrEnum):
    """An action on one correction."""

    OBJECT = "object"
    TAKE_OBJECTION_BACK = "take_objection_back"
    DECIDE = "decide"
    WITHDRAW = "withdraw"


def _is_open(correction: Dated) -> bool:
    return TEXTS[CorrectionState(correction.state)].is_open


def _may_object(correction: Dated) -> bool:
    return _is_open(correction) and clock.today() <= correction.objections_until


def _time_is_over(correction: Dated) -> bool:
    return clock.today() > correction.objections_until


_RULES: Mapping[CorrectionAction, tuple[tuple[Callable[[Dated], bool], type[CoalitionError]], ...]] = {
    CorrectionAction.OBJECT: ((_may_object, NothingToObjectTo),),
    CorrectionAction.TAKE_OBJECTION_BACK: ((_is_open, NothingToObjectTo),),
    CorrectionAction.DECIDE: ((_is_open, Decided), (_time_is_over, TooEarly)),
    CorrectionAction.WITHDRAW: ((_is_open, Decided),),
}


for_each(CorrectionAction, _RULES)


def check_correction(action: CorrectionAction, correction: Dated) -> None:
    """Refuse an action that is not possible on a correction now.

    Raises:
        NothingToObjectTo, Decided, TooEarly: the first rule that is not met.

    """
    for holds, error in _RULES[action]:
        if not holds(correction):
            raise error


def correction_actions(correction: Dated) -> dict[CorrectionAction, bool]:
    """Return for every action whether it is possible on a correction now."""
    return {action: all(holds(correction) for holds, _ in rules) for action, rules in _RULES.items()}
