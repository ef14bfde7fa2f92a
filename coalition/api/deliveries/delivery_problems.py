"""The rules of addressees and timelines as problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.api.problem_kind import Kind
from coalition.deliveries.errors import (
    AddresseeInUse,
    EntryChanged,
    EntryPublished,
    EntryWithdrawn,
    NothingAwaited,
    NotPublished,
    OutcomePublished,
)
from coalition.languages import Message

if TYPE_CHECKING:
    from coalition.errors import CoalitionError

DELIVERY_RULES: dict[type[CoalitionError], Kind] = {
    AddresseeInUse: Kind("addressee-in-use", 409, Message("It is used"), Message("An entry of the timeline is about this addressee.")),
    EntryChanged: Kind(
        "entry-changed", 409, Message("The entry was changed meanwhile"), Message("Somebody changed it while it was published. Send it again.")
    ),
    EntryPublished: Kind("entry-published", 409, Message("It is published"), Message("Everybody reads this entry: correct or withdraw it.")),
    EntryWithdrawn: Kind("entry-withdrawn", 409, Message("It is withdrawn"), Message("The entry was withdrawn; it stays as it is.")),
    NothingAwaited: Kind(
        "nothing-awaited", 409, Message("No answer is awaited"), Message("It is no delivery, an answer to it is entered, or it was withdrawn.")
    ),
    NotPublished: Kind("not-published", 409, Message("It is not published"), Message("Nobody but the coordinators reads it.")),
    OutcomePublished: Kind(
        "outcome-published", 409, Message("The outcome is published"), Message("A text has one outcome. Correct or withdraw that entry first.")
    ),
}
