"""What the public learns, and when, of an answer without a name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts.withheld_numbers import fewest_candidates
from coalition.memoranda.periods import present_period_end
from coalition.organisations.queries import number_listed

if TYPE_CHECKING:
    from coalition.invitations.links import Opened


class HiddenAnswer(Struct, frozen=True):
    """The last day of the present period, and with how many listed organisations readers could confuse the signer.

    `candidates` is the number of the shortest list; 0 if there is none. `listed` says whether the organisation is listed itself.
    """

    counted_on: date
    candidates: int
    listed: bool


async def hidden_answer(opened: Opened) -> HiddenAnswer:
    """Return what the signing page says about an answer without a name."""
    return HiddenAnswer(
        counted_on=await present_period_end(opened.memorandum),
        candidates=await fewest_candidates(opened.memorandum),
        listed=bool(await number_listed([opened.invitation.organisation])),
    )
