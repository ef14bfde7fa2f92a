"""What became of letters."""

from __future__ import annotations

from coalition.mail.tables import Letter, LetterState


async def last_state(about: str) -> LetterState | None:
    """Return the state of the last letter about something, None when there was none."""
    row = await Letter.select(Letter.state).where(Letter.about == about).order_by(Letter.id, ascending=False).first()
    return LetterState(row["state"]) if row else None
