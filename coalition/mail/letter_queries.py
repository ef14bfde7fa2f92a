"""Reading letters for the outbox: their states, never what they said or to whom they went; letters about the register (for coordinators)."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from piccolo.columns.combination import WhereRaw
from piccolo.query.functions import Count

from coalition.database import among, one_of
from coalition.jobs.tables import Job
from coalition.mail.attempts import attempt_key
from coalition.mail.letter_kinds import REGISTER_KINDS, Topic
from coalition.mail.tables import Letter, LetterState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from piccolo.custom_types import Combinable

UNDELIVERED = (LetterState.UNCERTAIN, LetterState.GAVE_UP, LetterState.BOUNCED)
# The values are part of the statement, so that it is read from the index of these rows.
IS_UNDELIVERED = WhereRaw("letter.state IN ('bounced', 'gave_up', 'uncertain')")


class Wanted(Struct, frozen=True):
    """Which letters a reader asks for: in some states, about some organisations, before a letter. Empty: any.

    Where the oldest come first, `before` is the letter that they follow.
    """

    states: Sequence[LetterState] = ()
    organisations: Collection[int] | None = None
    before: int = 0
    oldest_first: bool = False

    @property
    def order(self) -> str:
        """The order of their ids, as SQL says it."""
        return "ASC" if self.oldest_first else "DESC"


class OutboxLetter(Struct, frozen=True):
    """A letter as the outbox shows it; `memorandum` is None if it is about the register."""

    id: int
    kind: str
    memorandum: int | None
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


async def letters_by_id(ids: Iterable[int], *, oldest_first: bool) -> list[OutboxLetter]:
    """Return some letters, which their reader may know of, newest or oldest first; at most as many as a page has."""
    rows = await Letter.select(*_COLUMNS).where(among(Letter.id, ids)).order_by(Letter.id, ascending=oldest_first)
    return [OutboxLetter(**row | {"state": LetterState(row["state"])}) for row in rows]


def wanted_in_sql(wanted: Wanted) -> tuple[list[str], list[int | str]]:
    """Return the conditions on `letter` of what a reader asks for, and their values."""
    conditions, values = list[str](), list[int | str]()
    if wanted.before:
        conditions.append(f"letter.id {'>' if wanted.oldest_first else '<'} {{}}")
        values.append(wanted.before)
    if wanted.states:
        conditions.append(f"letter.state IN ({','.join(['{}'] * len(wanted.states))})")
        values += [state.value for state in wanted.states]
    if wanted.organisations is not None:
        conditions.append(f"letter.organisation IN ({','.join(str(int(number)) for number in wanted.organisations) or 'NULL'})")
    return conditions, values


async def next_tries(letters: Iterable[OutboxLetter]) -> Mapping[int, datetime]:
    """Return when each of some letters that wait after a failure is tried next, by id."""
    waiting = [letter for letter in letters if letter.state is LetterState.WAITING and letter.attempts]
    keys = {attempt_key(letter.id, letter.attempts): letter.id for letter in waiting}
    if not keys:
        return {}
    rows = await Job.select(Job.dedupe_key, Job.run_at).where(one_of(Job.dedupe_key, keys))
    return {keys[row["dedupe_key"]]: row["run_at"] for row in rows}


async def register_letters(topics: Collection[Topic], wanted: Wanted, limit: int) -> list[OutboxLetter]:
    """Return the newest letters about the register on some topics, or the oldest.

    The newest of each kind are read from an index, so that letters to many subscribers slow down no other kind. Piccolo has no UNION.
    """
    conditions, values = wanted_in_sql(wanted)
    where = " AND ".join(["letter.memorandum IS NULL", "letter.kind = {}", *conditions])
    newest = f"SELECT id FROM (SELECT letter.id FROM letter WHERE {where} ORDER BY letter.id {wanted.order} LIMIT {limit:d}) newest"  # noqa: S608 -- values only
    kinds = [kind for topic in topics for kind in REGISTER_KINDS[topic]]
    query = f"{' UNION ALL '.join([newest] * len(kinds))} ORDER BY id {wanted.order} LIMIT {limit:d}"
    rows = await Letter.raw(query, *[value for kind in kinds for value in (kind, *values)])
    return await letters_by_id([row["id"] for row in rows], oldest_first=wanted.oldest_first)


async def attempts_of_register_letter(letter_id: int) -> int:
    """Return how often it failed to send a letter about the register that waits; 0 if there is none, or it was not tried yet."""
    these = (Letter.id == letter_id) & (Letter.state == LetterState.WAITING.value) & _about_register(Topic)
    rows = await Letter.select(Letter.attempts).where(these)
    return int(rows[0]["attempts"]) if rows else 0


async def number_of_register_letters_undelivered(since: datetime) -> int:
    """Return how many letters to contacts and colleagues, written since a moment about the register, did not arrive."""
    these = _about_register((Topic.ORGANISATIONS, Topic.PEOPLE)) & IS_UNDELIVERED & (Letter.written_at >= since)
    return int(await Letter.count().where(these))


def _about_register(topics: Iterable[Topic]) -> Combinable:
    return Letter.memorandum.is_null() & one_of(Letter.kind, [kind for topic in topics for kind in REGISTER_KINDS[topic]])


async def numbers_of_register_letters() -> Mapping[LetterState, int]:
    """Return how many letters about the register wait or did not arrive, by state."""
    these = _about_register(Topic) & one_of(Letter.state, (LetterState.WAITING, *UNDELIVERED))
    rows = await Letter.select(Letter.kind, Letter.state, Count(alias="total")).where(these).group_by(Letter.kind, Letter.state)
    numbers = Counter[str]()
    for row in rows:
        numbers[row["state"]] += int(row["total"])
    return {state: numbers[state.value] for state in LetterState if numbers[state.value]}
