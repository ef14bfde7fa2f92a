"""The result of a round in words, with the rule that it follows from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.languages import LastDay, Message
from coalition.rounds.round_results import Outcome
from coalition.rounds.tables import RoundKind
from coalition.words import for_each

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.rounds.round_results import Result

RULES: Mapping[RoundKind, Message] = for_each(
    RoundKind,
    {
        RoundKind.COMMENTS: Message("Comments are collected until the deadline; silence means nothing."),
        RoundKind.INDICATION: Message("Agreed if every organisation answers and none objects; silence means nothing."),
        RoundKind.SILENCE: Message("Silence until the deadline means agreement if the letter arrived; one objection breaks it."),
    },
)


def sentence_of(result: Result) -> Message:
    """Return the result of a round in one sentence."""
    if result.is_open:
        return _open(result)
    if result.kind is RoundKind.COMMENTS:
        return Message("Comments from {commented} of {seats} by {date}.", commented=result.commented, seats=result.seats, date=result.ended_on)
    return _agreed(result) if result.outcome is Outcome.AGREED else _not_agreed(result)


def _open(result: Result) -> Message:
    until = {"date": LastDay(result.closes_on), "answered": result.answered, "seats": result.seats}
    if result.kind is RoundKind.SILENCE and result.objections:
        return Message("Silence was broken. Open until {date}; answers so far: {answered} of {seats}.", **until)
    return Message("Open until {date}; answers so far: {answered} of {seats}.", **until)


def _agreed(result: Result) -> Message:
    seats: dict[str, Any] = {"seats": result.seats, "date": result.ended_on}
    if result.kind is RoundKind.SILENCE:
        return Message("Agreed: no objection from {seats} of {seats} by {date}; silence of {silent}.", **seats, silent=result.silent)
    numbers = {"agree": result.agree, "can_live": result.can_live}
    return Message("Agreed: no objection from {seats} of {seats} by {date}; {agree} agree, {can_live} can live with it.", **seats, **numbers)


def _not_agreed(result: Result) -> Message:
    seats: dict[str, Any] = {"seats": result.seats, "date": result.ended_on}
    if result.objections:
        return Message("Not agreed: objections from {object} of {seats} by {date}.", **seats, object=result.objections)
    if result.kind is RoundKind.INDICATION:
        missing = result.seats - result.answered
        return Message("Not agreed: no objection by {date}, but no answer from {missing} of {seats}.", **seats, missing=missing)
    if result.early:
        missing = result.seats - result.answered
        seats |= {"date": result.closes_on, "missing": missing}
        return Message("Not agreed: closed before {date}, so silence does not count; no answer from {missing} of {seats}.", **seats)
    seats["unreached"] = result.unreached
    return Message("Not agreed: no objection by {date}, but no letter reached {unreached} of {seats}; their silence does not count.", **seats)
