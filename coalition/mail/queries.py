"""What became of letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.mail.tables import Letter, LetterState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


async def last_state(about: str) -> LetterState | None:
    """Return the state of the last letter about something, None when there was none."""
    row = await Letter.select(Letter.state).where(Letter.about == about).order_by(Letter.id, ascending=False).first()
    return LetterState(row["state"]) if row else None


async def states_by_subject(subjects: Sequence[str]) -> Mapping[str, str]:
    """Return the state of the last letter about each of some subjects, such as `invitation:<id>`."""
    rows = await Letter.select(Letter.about, Letter.state).where(Letter.about.is_in(list(subjects) or [""])).order_by(Letter.id)
    return {row["about"]: row["state"] for row in rows}


async def letters_wait() -> bool:
    """Whether a letter has not been sent or given up."""
    return await Letter.exists().where(Letter.state.is_in([LetterState.WAITING.value, LetterState.SENDING.value]))
