"""The moment at which a letter about an act leaves: at once if the organisation is named, else at a random moment of the next half hour.

So neither the time of a letter nor the order of letters tells when, or in which order, organisations acted that are not named.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.acts.disclosure_levels import LEVELS, level_on
from coalition.mail.writing import Concerns, write_facts
from coalition.memoranda.answering_queries import answering_for

if TYPE_CHECKING:
    from coalition.acts.disclosure_levels import Level
    from coalition.acts.new_acts import LetterToWrite

LONGEST_DELAY = timedelta(minutes=30)
_STEP = timedelta(milliseconds=1)


def leaves_at(level: Level) -> datetime | None:
    """Return the moment before which a letter about an act with this level does not leave; None if it may leave at once.

    Each call draws another moment, so that two letters about one act do not leave together.
    """
    disclosure = level_on(clock.today(), level.disclosure, level.release_on) if level.release_on else level.disclosure
    return leaves_when(named=LEVELS[disclosure].names_organisation)


def leaves_when(*, named: bool) -> datetime | None:
    """Return the moment of `leaves_at` for an organisation that everybody may know, or may not."""
    if named:
        return None
    return clock.now() + secrets.randbelow(LONGEST_DELAY // _STEP) * _STEP


async def write_about(memorandum_id: int, organisation_id: int, letter: LetterToWrite, not_before: datetime | None) -> None:
    """Write a letter about an act of an organisation, inside the caller's transaction; whoever coordinates the text answers for it.

    It is rendered when it is sent.
    """
    answering, concerns = await answering_for(memorandum_id), Concerns(memorandum_id, organisation_id)
    to: dict[str, Any] = {"address": letter.address, "language": letter.language, "context": letter.context}
    await write_facts(letter.template, answering=answering, concerns=concerns, not_before=not_before, **to)
