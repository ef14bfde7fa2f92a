"""What the desk says of the steps of a round, and of what forbids them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.desk.final_steps import FinalStep
from coalition.languages import Message
from coalition.memoranda.actions import Action
from coalition.rounds.errors import RoundClosed, RoundStillOpen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.errors import CoalitionError

SENTENCES: Mapping[type[CoalitionError], Message] = {
    RoundStillOpen: Message("A round is open. Close it first: there is one at a time."),
    RoundClosed: Message("The round is closed, or its deadline is over."),
}
SENDING = FinalStep(
    Message("Send the round"),
    [
        Message("The draft is copied as it is now: the organisations answer about this copy, and you can go on writing."),
        Message("In a silence procedure, an organisation that does not object until the deadline is taken to agree, if its letter arrived."),
    ],
    Message("Letters that have left cannot be taken back."),
    Message("Send the round"),
    [Action.SEND_ROUND],
)
CLOSING = FinalStep(
    Message("Close the round"),
    [
        Message("The result is computed from the answers so far, and all seats are told. Later answers are recorded and marked."),
        Message("Before the deadline silence does not count: only those that answered agree or object."),
    ],
    Message("A closed round cannot be opened again; a further round can be sent."),
    Message("Close the round"),
)
EXTENDING = FinalStep(
    Message("Extend the round"),
    [Message("The deadline moves to a later day, and all seats are told.")],
    Message("Letters that have left cannot be taken back."),
    Message("Extend the round"),
)
