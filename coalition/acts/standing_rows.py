"""Writing standing rows and counters: after every act, after a change of an organisation, and from the beginning for a whole register.

Every function here recomputes the rows of an organisation on a memorandum from its acts and changes the counters by the difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.acts.act_kinds import STANDING_KINDS
from coalition.acts.after_acts import acted
from coalition.acts.queries import acts_of_parties
from coalition.acts.standings import counters, standings
from coalition.acts.tables import Act, Standing, StandingCount
from coalition.database import among, execute, prepared, put_all, transaction
from coalition.memoranda import queries as memoranda
from coalition.memoranda.edition_chains import superseded
from coalition.memoranda.edition_queries import fixed_editions
from coalition.organisations.after_changes import when_changed
from coalition.organisations.event_queries import places_of
from coalition.organisations.queries import lock

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Collection, Iterable, Sequence

    from piccolo.query import Delete, Objects, Select

    from coalition.acts.standings import Key

BATCH = 200


async def refresh(memorandum_id: int, organisation_id: int) -> None:
    """Compute the rows of an organisation on a memorandum again, inside the caller's transaction."""
    await _refresh_each(memorandum_id, [organisation_id])


@when_changed
async def _refresh_everywhere(organisation_id: int) -> None:
    """Compute the rows of an organisation on every memorandum again, inside the caller's transaction."""
    for row in await _memoranda_of(organisation_id):
        await refresh(row["memorandum"], organisation_id)


@prepared
def _memoranda_of(organisation_id: int) -> Select[Act]:
    return Act.select(Act.memorandum).where(Act.organisation == organisation_id).group_by(Act.memorandum).order_by(Act.memorandum)


async def refresh_with_several(memorandum_id: int) -> None:
    """Compute the rows of organisations with several of them again, after an edition was superseded and inside the caller's transaction."""
    rows = await Standing.raw(
        "SELECT organisation FROM standing WHERE memorandum = {} AND organisation IS NOT NULL"
        " GROUP BY organisation HAVING count(*) > 1 ORDER BY organisation",
        memorandum_id,
    )
    organisations = [row["organisation"] for row in rows]
    for start in range(0, len(organisations), BATCH):
        await _refresh_each(memorandum_id, organisations[start : start + BATCH])


async def _refresh_each(memorandum_id: int, organisation_ids: Collection[int]) -> None:
    """Refresh some organisations, whose rows are locked: two refreshes at once would both subtract what was there before."""
    await lock(organisation_ids)
    today = clock.today()
    digests = superseded(await fixed_editions(memorandum_id), today, today)
    acts = await acts_of_parties(memorandum_id, organisation_ids)
    places = await places_of(organisation_ids)
    on_record = await _rows_of_each(memorandum_id, organisation_ids)
    rows = {number: standings(memorandum_id, acts[number], places[number], today, digests) for number in organisation_ids}
    changed = [number for number in organisation_ids if _contents(rows[number]) != _contents(on_record[number])]
    await _delete_each(memorandum_id, [number for number in changed if on_record[number]])
    after = [row for number in changed for row in rows[number]]
    await put_all(after)
    changes = counters(after)
    changes.subtract(counters(row for number in changed for row in on_record[number]))
    await _add(memorandum_id, changes)
    await acted(memorandum_id, organisation_ids)


async def _rows_of_each(memorandum_id: int, organisation_ids: Collection[int]) -> dict[int, list[Standing]]:
    if len(organisation_ids) == 1:
        [organisation_id] = organisation_ids
        return {organisation_id: await _rows_of(memorandum_id, organisation_id)}
    rows: dict[int, list[Standing]] = {number: [] for number in organisation_ids}
    for row in await Standing.objects().where((Standing.memorandum == memorandum_id) & among(Standing.organisation, organisation_ids)):
        rows[row.organisation].append(row)
    return rows


async def _delete_each(memorandum_id: int, organisation_ids: Collection[int]) -> None:
    if len(organisation_ids) == 1:
        [organisation_id] = organisation_ids
        await _delete(memorandum_id, organisation_id)
    elif organisation_ids:
        await Standing.delete().where((Standing.memorandum == memorandum_id) & among(Standing.organisation, organisation_ids))


def _contents(rows: Iterable[Standing]) -> list[tuple[Any, ...]]:
    return sorted(tuple(str(value) for name, value in row.to_dict().items() if name != "id") for row in rows)


@prepared
def _rows_of(memorandum_id: int, organisation_id: int) -> Objects[Standing]:
    return Standing.objects().where((Standing.memorandum == memorandum_id) & (Standing.organisation == organisation_id))


@prepared
def _delete(memorandum_id: int, organisation_id: int) -> Delete:
    return Standing.delete().where((Standing.memorandum == memorandum_id) & (Standing.organisation == organisation_id))


async def _add(memorandum_id: int, changes: Counter[Key]) -> None:
    """Add to counters; those that come to zero are deleted."""
    changed = [(key, number) for key, number in sorted(changes.items()) if number]
    totals = []
    for start in range(0, len(changed), BATCH):
        part = changed[start : start + BATCH]
        values = ",".join(["({}, {}, {}, {}, {}, {}, {})"] * len(part))
        arguments = [value for key, number in part for value in (memorandum_id, *map(str, key), number)]
        totals += await execute(_ADD.format(values), *arguments)
    if any(row["n"] == 0 for row in totals):
        await StandingCount.delete().where((StandingCount.memorandum == memorandum_id) & (StandingCount.n == 0))


_ADD = (
    "INSERT INTO standing_count (memorandum, digest, kind, tally, country, day, n) VALUES {} "
    "ON CONFLICT (memorandum, tally, kind, digest, country, day) DO UPDATE SET n = standing_count.n + excluded.n RETURNING n"
)


async def rebuild_all() -> int:
    """Compute the rows and counters of every memorandum with acts again, and return the number of memoranda."""
    ids = await Act.select(Act.memorandum).group_by(Act.memorandum).order_by(Act.memorandum).output(as_list=True)
    for memorandum_id in ids:
        await rebuild(memorandum_id)
    return len(ids)


async def rebuild_missing() -> None:
    """Compute the rows of memoranda with a signature or support that has none, as after an upgrade from a version without rows."""
    begins = [kind.value for kind in STANDING_KINDS]
    without = Act.kind.is_in(begins) & Act.id.not_in(Standing.select(Standing.act))
    for memorandum_id in await Act.select(Act.memorandum).where(without).group_by(Act.memorandum).order_by(Act.memorandum).output(as_list=True):
        await rebuild(memorandum_id)


async def rebuild(memorandum_id: int) -> None:
    """Compute all rows and counters of a memorandum again, in transactions of at most `BATCH` organisations."""
    last = 0
    while organisations := await _organisations_after(memorandum_id, last):
        async with transaction():
            await memoranda.locked(memorandum_id)
            await _refresh_each(memorandum_id, organisations)
        last = organisations[-1]
    async with transaction():
        await memoranda.locked(memorandum_id)
        await _correct_counters(memorandum_id)


async def _organisations_after(memorandum_id: int, last: int) -> Sequence[int]:
    these = (Act.memorandum == memorandum_id) & (Act.organisation > last)
    rows = await Act.select(Act.organisation).where(these).group_by(Act.organisation).order_by(Act.organisation).limit(BATCH)
    return [row["organisation"] for row in rows]


async def _correct_counters(memorandum_id: int) -> None:
    """Let the counters be the sums over the rows, whatever they were."""
    numbers = await counters_of_rows(memorandum_id)
    await StandingCount.delete().where(StandingCount.memorandum == memorandum_id)
    await _add(memorandum_id, numbers)


async def counters_of_rows(memorandum_id: int) -> Counter[Key]:
    """Return the counters of a memorandum as sums over its rows."""
    numbers = counters([])
    last = 0
    while rows := await Standing.objects().where((Standing.memorandum == memorandum_id) & (Standing.id > last)).order_by(Standing.id).limit(1000):
        numbers.update(counters(rows))
        last = rows[-1].id
    return numbers
