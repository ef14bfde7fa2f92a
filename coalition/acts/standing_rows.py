"""Writing standing rows and counters: after every act, after a change of an organisation, and from the beginning for a whole register.

Every function here recomputes the rows of an organisation on a memorandum from its acts and changes the counters by the difference.
The counters are rows that all signatories share, so they are written as one of the last steps of a transaction (`standing_count_queries`
has what reads them).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from coalition import clock
from coalition.acts.after_acts import acted, memoranda_with_rows
from coalition.acts.counted import COUNTED
from coalition.acts.party_records import party_records
from coalition.acts.queries import memoranda_with
from coalition.acts.standing_row_queries import (
    BATCH,
    memoranda_with_acts,
    memoranda_without_places,
    memoranda_without_rows,
    organisations_after,
    parties_by_memorandum,
    rows_after,
    rows_by_organisation,
)
from coalition.acts.standings import counters, standings
from coalition.acts.tables import Standing, StandingCount
from coalition.database import among, before_commit, execute, prepared, put_rows, transaction
from coalition.memoranda import queries as memoranda
from coalition.organisations.after_changes import when_changed, when_placed
from coalition.organisations.queries import lock

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from piccolo.query import Delete

    from coalition.acts.party_records import PartyRecords
    from coalition.acts.standings import Key
    from coalition.organisations.views import ListedPlace


async def refresh(memorandum_id: int, organisation_id: int) -> ListedPlace:
    """Compute the rows of an organisation on a memorandum again, inside the caller's transaction; return its place, now that it is locked."""
    records = await _refresh_each(memorandum_id, [organisation_id])
    return records.places[organisation_id]


@when_changed
async def _refresh_everywhere(organisation_id: int) -> None:
    """Compute the rows of an organisation on every memorandum again, inside the caller's transaction.

    Memoranda come in one order, and on each standing rows before those of other packages: so do the steps that write the counters.
    """
    ids = {*await memoranda_with(organisation_id), *await memoranda_with_rows.ask(organisation_id)}
    for memorandum_id in sorted(ids):
        await refresh(memorandum_id, organisation_id)


@when_placed
async def _refresh_places(organisation_ids: Collection[int]) -> None:
    """Compute the rows of organisations again that are sorted by other keys, inside the caller's transaction."""
    await lock(organisation_ids)
    for memorandum_id, parties in (await parties_by_memorandum(organisation_ids)).items():
        await _write_rows(await party_records(memorandum_id, parties))


async def _refresh_each(memorandum_id: int, organisation_ids: Collection[int]) -> PartyRecords:
    """Refresh some organisations, and let other packages do the same."""
    await lock(organisation_ids)
    records = await party_records(memorandum_id, organisation_ids)
    await _write_rows(records)
    await acted(records)
    return records


async def _write_rows(records: PartyRecords) -> None:
    """Write the rows of organisations that are locked: two refreshes at once would both subtract what was there before."""
    memorandum_id, today = records.memorandum, clock.today()
    on_record = await rows_by_organisation(memorandum_id, records.acts)
    rows = {number: standings(memorandum_id, acts, records.places[number], today) for number, acts in records.acts.items()}
    changed = [number for number in rows if set(rows[number]) != set(on_record[number])]
    await _delete_each(memorandum_id, [number for number in changed if on_record[number]])
    after = [row for number in changed for row in rows[number]]
    await put_rows(Standing, map(asdict, after))
    changes = counters(after)
    changes.subtract(counters(row for number in changed for row in on_record[number]))
    if any(changes.values()):
        before_commit(_add_all, COUNTED, part=(memorandum_id, changes))


async def _delete_each(memorandum_id: int, organisation_ids: Collection[int]) -> None:
    if len(organisation_ids) == 1:
        [organisation_id] = organisation_ids
        await _delete(memorandum_id, organisation_id)
    elif organisation_ids:
        await Standing.delete().where((Standing.memorandum == memorandum_id) & among(Standing.organisation, organisation_ids))


@prepared
def _delete(memorandum_id: int, organisation_id: int) -> Delete:
    return Standing.delete().where((Standing.memorandum == memorandum_id) & (Standing.organisation == organisation_id))


async def _add_all(counted: Sequence[tuple[int, Counter[Key]]]) -> None:
    """Add what a transaction has counted, each row once and in one order: two that locked rows in other orders would wait for each other."""
    totals: dict[int, Counter[Key]] = {}
    for memorandum_id, changes in counted:
        totals.setdefault(memorandum_id, Counter()).update(changes)
    for memorandum_id, changes in sorted(totals.items()):
        await _add(memorandum_id, changes)


async def _add(memorandum_id: int, changes: Counter[Key]) -> None:
    """Add to counters; those that come to zero are deleted."""
    changed = [(key, number) for key, number in sorted(changes.items()) if number]
    totals = []
    for start in range(0, len(changed), BATCH):
        part = changed[start : start + BATCH]
        values = ",".join(["({}, {}, {}, {}, {}, {}, {}, {})"] * len(part))
        arguments = [value for key, number in part for value in (memorandum_id, *map(str, key), number)]
        totals += await execute(_ADD.format(values), *arguments)
    if any(row["n"] == 0 for row in totals):
        await StandingCount.delete().where((StandingCount.memorandum == memorandum_id) & (StandingCount.n == 0))


_ADD = (
    "INSERT INTO standing_count (memorandum, digest, kind, tally, country, day, behind, n) VALUES {} "
    "ON CONFLICT (memorandum, tally, kind, digest, country, day, behind) DO UPDATE SET n = standing_count.n + excluded.n RETURNING n"
)


async def rebuild_all() -> int:
    """Compute the rows and counters of every memorandum with acts again, and return the number of memoranda."""
    ids = await memoranda_with_acts()
    for memorandum_id in ids:
        await rebuild(memorandum_id)
    return len(ids)


async def rebuild_missing() -> None:
    """Compute the rows of memoranda with a signature or support that has none, or with one of an older version, as after an upgrade."""
    for memorandum_id in sorted({*await memoranda_without_rows(), *await memoranda_without_places()}):
        await rebuild(memorandum_id)


async def rebuild(memorandum_id: int) -> None:
    """Compute all rows and counters of a memorandum again, in transactions of at most `BATCH` organisations."""
    last = 0
    while organisations := await organisations_after(memorandum_id, last):
        async with transaction():
            await memoranda.locked(memorandum_id)
            await lock(organisations)
            await _write_rows(await party_records(memorandum_id, organisations))
        last = organisations[-1]
    async with transaction():
        await memoranda.locked(memorandum_id)
        await _correct_counters(memorandum_id)


async def _correct_counters(memorandum_id: int) -> None:
    """Let the counters be the sums over the rows, whatever they were."""
    numbers = await counters_of_rows(memorandum_id)
    await StandingCount.delete().where(StandingCount.memorandum == memorandum_id)
    await _add(memorandum_id, numbers)


async def counters_of_rows(memorandum_id: int) -> Counter[Key]:
    """Return the counters of a memorandum as sums over its rows."""
    numbers = counters([])
    rows, last = await rows_after(memorandum_id, 0)
    while rows:
        numbers.update(counters(rows))
        rows, last = await rows_after(memorandum_id, last)
    return numbers
