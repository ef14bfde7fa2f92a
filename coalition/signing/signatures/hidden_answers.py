"""What the public learns, and when, of an answer without a name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import clock
from coalition.acts.withheld_numbers import MANY, fewest_candidates
from coalition.memoranda.periods import end_of_period
from coalition.organisations.queries import is_listed

if TYPE_CHECKING:
    from coalition.invitations.links import Opened


class HiddenAnswer(Struct, frozen=True):
    """The last day of the present period, and with how many listed organisations readers could confuse the signer.

    `candidates` is the number of the shortest list, counted up to `MANY`; 0 if there is none. `listed` says whether the organisation is
    listed itself.
    """

    counted_on: date
    candidates: int
    listed: bool

    @property
    def are_many(self) -> bool:
        """Whether the list is so long that it was not counted to the end."""
        return self.candidates == MANY


async def hidden_answer(opened: Opened) -> HiddenAnswer:
    """Return what the signing page says about an answer without a name."""
    return HiddenAnswer(
        counted_on=await end_of_period(opened.memorandum, clock.today()),
        candidates=await fewest_candidates(opened.memorandum),
        listed=await is_listed(opened.invitation.organisation),
    )
