"""Writing the rows and counters of the chase list: after every invitation, act, letter that bounced, and change of an organisation.

Every function computes the rows of organisations on a memorandum again and changes the counters by the difference. The counters are changed
just before the commit, under a lock that is held for a moment: a transaction may write rows before or after it counts an act, and two that
lock counters in different orders would wait for each other.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from uuid import UUID

from coalition import clock
from coalition.acts.after_acts import memoranda_with_rows, when_acted
from coalition.acts.party_records import party_records
from coalition.acts.tables import Channel
from coalition.database import AdvisoryLock, before_commit, execute, hold, prepared, put_rows, transaction
from coalition.invitations import chase_queries, queries
from coalition.invitations.last_answers import SILENT, Answer, answers_with
from coalition.invitations.recipient_queries import recipients_by_invitation
from coalition.invitations.tables import ChaseCount, ChaseRow, ConfirmationCount
from coalition.mail.letter_changes import when_bounced
from coalition.memoranda import queries as memoranda
from coalition.organisations.queries import lock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from piccolo.query import Delete

    from coalition.acts.party_records import PartyRecords
    from coalition.invitations.last_answers import LastAnswer
    from coalition.organisations.views import ListedPlace

    Row: TypeAlias = Mapping[str, Any]  # the columns of a row

STEP = 200


class Alike(NamedTuple):
    """What a counter counts: the columns of `chase_count` without its number."""

    state: str
    country: str
    invited: bool
    signs: bool
    unnamed: bool
    has_contact: bool


async def refresh_rows(memorandum_id: int, organisation_ids: Collection[int]) -> None:
    """Compute the rows of some organisations again, at most `STEP` of them, inside the caller's transaction."""
    if organisation_ids:
        await lock(organisation_ids)
        await _write_rows(await party_records(memorandum_id, organisation_ids))


@when_acted
async def _write_rows(records: PartyRecords) -> None:
    """Write the rows of organisations that are locked: two refreshes at once would both subtract what was there before."""
    before = {row["organisation"]: row for row in await chase_queries.rows_of(records.memorandum, records.acts)}
    after = {row["organisation"]: row for row in await _rows(records)}
    differing = [party for party in sorted(before.keys() | after.keys()) if _contents(before.get(party)) != after.get(party)]
    old = [before[party] for party in differing if party in before]
    new = [after[party] for party in differing if party in after]
    for row in old:
        await _delete(row["id"])
    await put_rows(ChaseRow, new)
    changes, awaited = counters(new), confirmations(new)
    changes.subtract(counters(old))
    awaited.subtract(confirmations(old))
    if any(changes.values()) or any(awaited.values()):
        before_commit(partial(_count, records.memorandum, changes, awaited), AdvisoryLock.COUNTERS_OF_INVITATIONS.place)


async def _count(memorandum_id: int, changes: Counter[Alike], awaited: Counter[date]) -> None:
    await hold(AdvisoryLock.COUNTERS_OF_INVITATIONS)
    await _add(memorandum_id, changes)
    await _add_confirmations(memorandum_id, awaited)


@prepared
def _delete(row_id: int) -> Delete:
    return ChaseRow.delete().where(ChaseRow.id == row_id)


async def _rows(records: PartyRecords) -> list[Row]:
    answers = await answers_with(records.memorandum, records.acts, records.superseded)
    silent = [answer.invitation.id for answer in answers.values() if answer.invitation and answer.state in SILENT]
    recipients = await recipients_by_invitation(silent) if silent else {}
    return [_row(records, records.places[party], answer, recipients) for party, answer in answers.items()]


def _row(records: PartyRecords, organisation: ListedPlace, answer: LastAnswer, recipients: Mapping[UUID, object]) -> Row:
    invitation, history = answer.invitation, answer.history
    return {
        "memorandum": records.memorandum,
        "organisation": organisation.id,
        "invitation": invitation.id if invitation else None,
        "awaited_since": _awaited_since(answer),
        "state": answer.state.value,
        "country": organisation.country or "",
        "place": f"{organisation.name_key}\t{organisation.slug}",
        "slug": organisation.slug,
        "signs": history is not None,
        "unnamed": history is not None and not history.named(clock.today()),
        "has_contact": bool(invitation and recipients.get(invitation.id)),
    }


_NEVER = datetime.max.replace(microsecond=0, tzinfo=UTC)


def _awaited_since(answer: LastAnswer) -> datetime | None:
    if answer.state in SILENT:
        return answer.invitation.invited_at if answer.invitation else None
    if answer.state is not Answer.AD_REFERENDUM or answer.history is None:
        return None
    root = answer.history.root
    day = None if root.channel is Channel.HISTORICAL else root.received or root.recorded_on
    return datetime.combine(day, time(), UTC) if day else _NEVER


def _contents(row: Row | None) -> Row | None:
    return {name: value for name, value in row.items() if name != "id"} if row else None


def counters(rows: Iterable[Row]) -> Counter[Alike]:
    """Return the counters of some rows."""
    return Counter(
        Alike(row["state"], row["country"], row["invitation"] is not None, row["signs"], row["unnamed"], row["has_contact"]) for row in rows
    )


async def _add(memorandum_id: int, changes: Counter[Alike]) -> None:
    """Add to counters; those that come to zero are deleted."""
    changed = [(alike, number) for alike, number in sorted(changes.items()) if number]
    if not changed:
        return
    values = ",".join(["({}, {}, {}, {}, {}, {}, {}, {})"] * len(changed))
    totals = await execute(_ADD.format(values), *(value for alike, number in changed for value in (memorandum_id, *alike, number)))
    if any(row["n"] == 0 for row in totals):
        await ChaseCount.delete().where((ChaseCount.memorandum == memorandum_id) & (ChaseCount.n == 0))


_ADD = (
    "INSERT INTO chase_count (memorandum, state, country, invited, signs, unnamed, has_contact, n) VALUES {}"
    " ON CONFLICT (memorandum, state, country, invited, signs, unnamed, has_contact) DO UPDATE SET n = chase_count.n + excluded.n RETURNING n"
)


def confirmations(rows: Iterable[Row]) -> Counter[date]:
    """Return how many rows wait for a confirmation, by the day since which they do; without those that have no deadline."""
    awaited = (row["awaited_since"].date() for row in rows if row["state"] == Answer.AD_REFERENDUM and row["awaited_since"])
    return Counter(day for day in awaited if day < _NEVER.date())


async def _add_confirmations(memorandum_id: int, changes: Counter[date]) -> None:
    """Add to counters; those that come to zero are deleted."""
    changed = [(day, number) for day, number in sorted(changes.items()) if number]
    for start in range(0, len(changed), STEP):
        some = changed[start : start + STEP]
        values = ",".join(["({}, {}, {})"] * len(some))
        totals = await execute(_ADD_CONFIRMATIONS.format(values), *(value for day, number in some for value in (memorandum_id, day, number)))
        if any(row["n"] == 0 for row in totals):
            await ConfirmationCount.delete().where((ConfirmationCount.memorandum == memorandum_id) & (ConfirmationCount.n == 0))


_ADD_CONFIRMATIONS = (
    "INSERT INTO confirmation_count (memorandum, awaited_on, n) VALUES {}"
    " ON CONFLICT (memorandum, awaited_on) DO UPDATE SET n = confirmation_count.n + excluded.n RETURNING n"
)


memoranda_with_rows.at(0)(chase_queries.memoranda_that_asked)


@when_bounced
async def _refresh_invited(about: str) -> None:
    """Compute the row of an invitation again whose letter bounced, inside the caller's transaction."""
    kind, _, number = about.partition(":")
    invitation = await queries.invitation_by_id(UUID(number)) if kind == "invitation" else None
    if invitation:
        await refresh_rows(invitation.memorandum, [invitation.organisation])


async def rebuild_all() -> None:
    """Compute the rows and counters of every memorandum again."""
    for memorandum_id in await chase_queries.memoranda_with_rows():
        await rebuild(memorandum_id)


async def rebuild_missing() -> None:
    """Compute the rows of memoranda with an invitation that has none, as after an upgrade from a version without rows."""
    for memorandum_id in await chase_queries.memoranda_without_rows():
        await rebuild(memorandum_id)


async def rebuild(memorandum_id: int) -> None:
    """Compute all rows and counters of a memorandum again, in transactions of at most `STEP` organisations."""
    last = 0
    while parties := await chase_queries.parties_from(memorandum_id, last, STEP):
        async with transaction():
            await memoranda.locked(memorandum_id)
            await refresh_rows(memorandum_id, parties)
        last = parties[-1]
    async with transaction():
        await memoranda.locked(memorandum_id)
        await hold(AdvisoryLock.COUNTERS_OF_INVITATIONS)
        numbers, awaited = await counters_of_rows(memorandum_id)
        await ChaseCount.delete().where(ChaseCount.memorandum == memorandum_id)
        await ConfirmationCount.delete().where(ConfirmationCount.memorandum == memorandum_id)
        await _add(memorandum_id, numbers)
        await _add_confirmations(memorandum_id, awaited)


async def counters_of_rows(memorandum_id: int) -> tuple[Counter[Alike], Counter[date]]:
    """Return the counters of a memorandum, and those of confirmations, as sums over its rows."""
    numbers, awaited = Counter[Alike](), Counter[date]()
    last = 0
    while rows := await chase_queries.rows_from(memorandum_id, last, 1000):
        numbers.update(counters(rows))
        awaited.update(confirmations(rows))
        last = rows[-1]["id"]
    return numbers, awaited
