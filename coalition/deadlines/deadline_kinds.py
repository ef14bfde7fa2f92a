"""The kinds of deadlines, each with its sentence, the page that it leads to, and who may know of it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.languages import Message
from coalition.words import for_each

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class DeadlineKind(StrEnum):
    """What ends, or is due, on a day."""

    CLOSING = "closing"
    HOUR = "hour"
    RULE_CHANGE = "rule_change"
    EMBARGO = "embargo"
    EFFECT = "effect"
    CONFIRMATION = "confirmation"
    OBJECTION = "objection"
    REQUEST = "request"
    ROUND = "round"
    ANSWER = "answer"


class DeadlineRules(Struct, frozen=True):
    """The sentence for a number of things that are due, the page about them, and whether editors see them too.

    What organisations caused that may be hidden leaves the desk with the sentence `outside`: without a number and without the memorandum.
    """

    sentence: Callable[[int], Message]
    page: str
    for_editors: bool = False
    outside: Message | None = None


RULES: Mapping[DeadlineKind, DeadlineRules] = for_each(
    DeadlineKind,
    {
        DeadlineKind.CLOSING: DeadlineRules(lambda _: Message("Last day for signature"), "desk.memorandum.show", for_editors=True),
        DeadlineKind.HOUR: DeadlineRules(lambda _: Message("Last hour for signature"), "desk.memorandum.show", for_editors=True),
        DeadlineKind.RULE_CHANGE: DeadlineRules(
            lambda _: Message("Last day of the first rule about who may sign"), "desk.memorandum.show", for_editors=True
        ),
        DeadlineKind.EMBARGO: DeadlineRules(lambda _: Message("The embargo ends"), "desk.memorandum.show", for_editors=True),
        DeadlineKind.EFFECT: DeadlineRules(lambda _: Message("Entry into effect"), "desk.memorandum.show", for_editors=True),
        DeadlineKind.CONFIRMATION: DeadlineRules(
            lambda n: Message.plural("Last day to confirm {n} signature", "Last day to confirm {n} signatures", n),
            "desk.signatories.list",
            outside=Message("Last day to confirm signatures"),
        ),
        DeadlineKind.OBJECTION: DeadlineRules(lambda _: Message("Last day to object to a correction"), "desk.corrections.list"),
        DeadlineKind.REQUEST: DeadlineRules(
            lambda n: Message.plural("{n} request to sign is deleted undecided", "{n} requests to sign are deleted undecided", n),
            "desk.requests.list",
            outside=Message("Undecided requests to sign are deleted"),
        ),
        DeadlineKind.ROUND: DeadlineRules(lambda _: Message("Last day for answers in a round"), "desk.rounds.list"),
        DeadlineKind.ANSWER: DeadlineRules(
            lambda n: Message.plural("{n} delivery has no answer yet", "{n} deliveries have no answer yet", n),
            "desk.deliveries.list",
            outside=Message("Ask whether there are answers"),
        ),
    },
)
