"""Reading the letters about memoranda (for those who work on them): their states, never what they said or to whom they went."""

from __future__ import annotations

from datetime import date, datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from piccolo.query.functions import Count

from coalition.database import among, is_postgres, one_of
from coalition.jobs.tables import Job
from coalition.mail.attempts import attempt_key
from coalition.mail.tables import Letter, LetterState
from coalition.memoranda.queries import served_by

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

UNDELIVERED = (LetterState.UNCERTAIN, LetterState.GAVE_UP, LetterState.BOUNCED)


class Wanted(Struct, frozen=True):
    """Which letters a reader asks for: of one memorandum, in some states, about some organisations, before a letter. Empty: of any.

    Where the oldest come first, `before` is the letter that they follow.
    """

    memorandum: int | None = None
    states: Sequence[LetterState] = ()
    organisations: Collection[int] | None = None
    before: int = 0
    oldest_first: bool = False


class OutboxLetter(Struct, frozen=True):
    """A letter as the outbox shows it."""

    id: int
    kind: str
    memorandum: int
    organisation: int | None
    state: LetterState
    attempts: int
    error: str
    remark: str
    written_at: datetime
    sent_at: datetime | None
    reported_at: datetime | None

    @property
    def left_on(self) -> date | None:
        """The day on which it left; None if it did not."""
        return self.sent_at.date() if self.sent_at and self.state not in {LetterState.WAITING, LetterState.GAVE_UP} else None


_COLUMNS = (
    *(Letter.id, Letter.kind, Letter.memorandum, Letter.organisation, Letter.state, Letter.attempts, Letter.error, Letter.remark),
    *(Letter.written_at, Letter.sent_at, Letter.reported_at),
)


async def letters_of(coordinator_id: int, wanted: Wanted, limit: int) -> list[OutboxLetter]:
    """Return the newest letters about the memoranda that a person works on, or the oldest."""
    rows = await Letter.select(*_COLUMNS).where(among(Letter.id, await _ids(coordinator_id, wanted, limit)))
    rows.sort(key=itemgetter("id"), reverse=not wanted.oldest_first)
    return [OutboxLetter(**row | {"state": LetterState(row["state"])}) for row in rows]


async def _ids(coordinator_id: int, wanted: Wanted, limit: int) -> list[int]:
    """Read the newest letters of each memorandum from an index, and return the newest of all; or the oldest.

    A condition on the memoranda of a person would let the database sort all their letters. Piccolo cannot say "for each".
    """
    order = "ASC" if wanted.oldest_first else "DESC"
    conditions, values = ["letter.memorandum = own.memorandum"], list[int | str]()
    if wanted.before:
        conditions.append(f"letter.id {'>' if wanted.oldest_first else '<'} {{}}")
        values.append(wanted.before)
    if wanted.states:
        conditions.append(f"letter.state IN ({','.join(['{}'] * len(wanted.states))})")
        values += [state.value for state in wanted.states]
    if wanted.organisations is not None:
        conditions.append(f"letter.organisation IN ({','.join(str(int(number)) for number in wanted.organisations) or 'NULL'})")
    newest = f"SELECT letter.id FROM letter WHERE {' AND '.join(conditions)} ORDER BY letter.id {order} LIMIT {limit:d}"  # noqa: S608 -- values only
    letters = f"CROSS JOIN LATERAL ({newest}) found" if is_postgres() else f"CROSS JOIN letter found ON found.id IN ({newest})"
    own, own_values = "own.coordinator = {}", [coordinator_id]
    if wanted.memorandum is not None:
        own, own_values = f"{own} AND own.memorandum = {{}}", [coordinator_id, wanted.memorandum]
    query = f"SELECT found.id FROM memorandum_member own {letters} WHERE {own} ORDER BY found.id {order} LIMIT {limit:d}"  # noqa: S608 -- values only
    return [row["id"] for row in await Letter.raw(query, *values, *own_values)]


async def next_tries(letters: Iterable[OutboxLetter]) -> Mapping[int, datetime]:
    """Return when each of some letters that wait after a failure is tried next, by id (for those who work on their memoranda)."""
    waiting = [letter for letter in letters if letter.state is LetterState.WAITING and letter.attempts]
    keys = {attempt_key(letter.id, letter.attempts): letter.id for letter in waiting}
    if not keys:
        return {}
    rows = await Job.select(Job.dedupe_key, Job.run_at).where(one_of(Job.dedupe_key, keys))
    return {keys[row["dedupe_key"]]: row["run_at"] for row in rows}


async def waiting_letter(letter_id: int, coordinator_id: int) -> Mapping[str, Any] | None:
    """Return attempts and memorandum of a letter that waits after a failure, for a person who works on its memorandum; else None."""
    these = (Letter.id == letter_id) & (Letter.state == LetterState.WAITING.value) & (Letter.attempts > 0)
    rows = await Letter.select(Letter.attempts, Letter.memorandum).where(these & Letter.memorandum.is_in(served_by(coordinator_id)))
    return rows[0] if rows else None


async def number_undelivered(coordinator_id: int, since: datetime) -> int:
    """Return how many letters, written since a moment about memoranda that a person works on, did not arrive."""
    these = one_of(Letter.state, UNDELIVERED) & (Letter.written_at >= since) & Letter.memorandum.is_in(served_by(coordinator_id))
    return int(await Letter.count().where(these))


async def numbers_of_others() -> Mapping[LetterState, int]:
    """Return how many letters that concern no memorandum wait or did not arrive (all coordinators may know that)."""
    these = Letter.memorandum.is_null() & one_of(Letter.state, (LetterState.WAITING, *UNDELIVERED))
    rows = await Letter.select(Letter.state, Count(alias="total")).where(these).group_by(Letter.state)
    numbers = {row["state"]: int(row["total"]) for row in rows}
    return {state: numbers[state.value] for state in LetterState if state.value in numbers}
