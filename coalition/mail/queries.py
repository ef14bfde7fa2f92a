"""What became of letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import one_of, prepared
from coalition.mail.tables import Letter, LetterState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from piccolo.query import Select


async def last_state(about: str) -> LetterState | None:
    """Return the state of the last letter about something, None when there was none."""
    rows = await _last(about)
    return LetterState(rows[0]["state"]) if rows else None


@prepared
def _last(about: str) -> Select[Letter]:
    return Letter.select(Letter.state).where(Letter.about == about).order_by(Letter.id, ascending=False).limit(1)


async def state_of(message_id: str) -> LetterState | None:
    """Return the state of a letter, None if there is none with this id (for the worker)."""
    rows = await Letter.select(Letter.state).where(Letter.message_id == message_id)
    return LetterState(rows[0]["state"]) if rows else None


async def states_by_subject(subjects: Sequence[str]) -> Mapping[str, str]:
    """Return the state of the last letter about each of some subjects, such as `invitation:<id>`: at most as many as a page has."""
    if len(subjects) == 1:
        state = await last_state(subjects[0])
        return {subjects[0]: state.value} if state else {}
    rows = await Letter.select(Letter.about, Letter.state).where(one_of(Letter.about, subjects)).order_by(Letter.about, Letter.id)
    return {row["about"]: row["state"] for row in rows}


async def letters_wait() -> bool:
    """Whether a letter has not been sent or given up."""
    return await Letter.exists().where(Letter.state.is_in([LetterState.WAITING.value, LetterState.SENDING.value]))
