"""Reading the letters about memoranda (for those who work on them)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.database import is_postgres
from coalition.mail.letter_queries import IS_UNDELIVERED, letters_by_id, wanted_in_sql
from coalition.mail.tables import Letter, LetterState
from coalition.memoranda.queries import served_by

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from coalition.mail.letter_queries import OutboxLetter, Wanted


async def letters_of(coordinator_id: int, wanted: Wanted, limit: int, *, memorandum: int | None = None) -> list[OutboxLetter]:
    """Return the newest letters about the memoranda that a person works on, or about one of them; or the oldest."""
    return await letters_by_id(await _ids(coordinator_id, wanted, limit, memorandum), oldest_first=wanted.oldest_first)


async def _ids(coordinator_id: int, wanted: Wanted, limit: int, memorandum: int | None) -> list[int]:
    """Read the newest letters of each memorandum from an index, and return the newest of all; or the oldest.

    A condition on the memoranda of a person would let the database sort all their letters. Piccolo cannot say "for each".
    """
    conditions, values = wanted_in_sql(wanted)
    where = " AND ".join(["letter.memorandum = own.memorandum", *conditions])
    newest = f"SELECT letter.id FROM letter WHERE {where} ORDER BY letter.id {wanted.order} LIMIT {limit:d}"  # noqa: S608 -- values only
    letters = f"CROSS JOIN LATERAL ({newest}) found" if is_postgres() else f"CROSS JOIN letter found ON found.id IN ({newest})"
    own, own_values = "own.coordinator = {}", [coordinator_id]
    if memorandum is not None:
        own, own_values = f"{own} AND own.memorandum = {{}}", [coordinator_id, memorandum]
    query = f"SELECT found.id FROM memorandum_member own {letters} WHERE {own} ORDER BY found.id {wanted.order} LIMIT {limit:d}"  # noqa: S608 -- values only
    return [row["id"] for row in await Letter.raw(query, *values, *own_values)]


async def waiting_letter(letter_id: int, coordinator_id: int) -> Mapping[str, Any] | None:
    """Return attempts and memorandum of a letter that waits after a failure, for a person who works on its memorandum; else None."""
    these = (Letter.id == letter_id) & (Letter.state == LetterState.WAITING.value) & (Letter.attempts > 0)
    rows = await Letter.select(Letter.attempts, Letter.memorandum).where(these & Letter.memorandum.is_in(served_by(coordinator_id)))
    return rows[0] if rows else None


async def number_undelivered(coordinator_id: int, since: datetime) -> int:
    """Return how many letters, written since a moment about memoranda that a person works on, did not arrive."""
    these = IS_UNDELIVERED & (Letter.written_at >= since) & Letter.memorandum.is_in(served_by(coordinator_id))
    return int(await Letter.count().where(these))
