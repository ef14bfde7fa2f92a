"""The letter of an appeal: what it is, what is asked, and until when. It never names the person, so that no name is left in a mailbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.appeals import queries
from coalition.invitations.first_letters import FirstLetter, first_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.memoranda.tables import Memorandum


@first_letters.at(10)
async def _letter_of_appeal(memorandum: Memorandum) -> Sequence[FirstLetter]:
    """Write about an appeal in its own words, by language."""
    row = await queries.appeal_of(memorandum.id)
    return [FirstLetter("appeal", {"appeal": await queries.unnamed_view_of(row)})] if row else []
