"""Models of rounds in responses."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from coalition.answers import Answer
from coalition.api.models import Listed


class RoundResult(Answer):
    """How the seats stand, and what it comes to; `outcome` is null for comments that are closed, which agree on nothing.

    Of a round that is open, `silent` are those whose letter arrived and that have not answered so far.
    """

    agree: int
    can_live: int
    object: int
    silent: int
    bounced: int
    not_sent: int
    late: int
    outcome: str | None = Field(description="agreed, not_agreed or open")
    sentence: str = Field(description="The same in words, with its rule, in English")


class RoundSeat(Answer):
    """A seat, for those who work on the memorandum; `answer` is the last one in time, `late_answer` one after the deadline."""

    organisation: str
    state: str = Field(description="sent, opened, answered, silent, bounced or not_sent")
    answer: str | None
    late_answer: str | None
    reason: str
    disclosure: str | None
    name: str
    comments: dict[str, str] = Field(description="By the id of the provision; the whole text has the empty id")


class RoundSummary(Answer):
    """A round in a list."""

    number: int
    kind: str = Field(description="comments, indication or silence")
    state: str = Field(description="open or closed")
    edition: int
    opens: date
    closes: date
    result: RoundResult


class RoundPage(Listed[RoundSummary]):
    """A page of rounds, newest first."""


class Round(RoundSummary):
    """A round with its seats and the revisions of the languages that were sent."""

    revisions: dict[str, int]
    seats: list[RoundSeat]


class NewSeat(Answer):
    """A new seat; its link is shown this once where no letter brings it, else it is null."""

    organisation: str
    link: str | None
    mailed: bool


class NewRound(Answer):
    """A round just sent."""

    number: int
    seats: list[NewSeat]


class ProposalLetters(Answer):
    """How many letters were written at once; jobs write the others, if there are many."""

    written: int


class RemindedSeats(Answer):
    """Which organisations were written to at once; jobs write to the others, if there are many."""

    reminded: list[str]
