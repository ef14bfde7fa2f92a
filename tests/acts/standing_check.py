"""Comparing the standing rows and counters of a memorandum with its acts."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from coalition import clock
from coalition.acts.edition_parts import editions_of
from coalition.acts.histories import current_by_party
from coalition.acts.line_queries import parties_by_month
from coalition.acts.parties import number_of_parties, superseded_for
from coalition.acts.queries import acts_on
from coalition.acts.standing_count_queries import numbers_on_record, public_counts
from coalition.acts.standing_queries import bound_now, current, number
from coalition.acts.standing_rows import counters_of_rows, rebuild
from coalition.acts.standings import counters
from coalition.acts.status_pages import Asked
from coalition.acts.status_queries import status_of, status_page
from coalition.acts.tables import Standing, StandingCount
from coalition.memoranda import queries as memoranda
from coalition.published.json_signatories import signatories_json
from tests.acts.from_acts import secrets_of

if TYPE_CHECKING:
    from piccolo.custom_types import Combinable

    from coalition.acts.status import Status
    from coalition.memoranda.tables import Memorandum


async def check_standing(memorandum: Memorandum) -> None:
    """Check that rows and counters agree with the acts, and that a rebuild changes nothing."""
    await check_rows(memorandum)
    before = await _contents(memorandum.id)
    await rebuild(memorandum.id)
    assert await _contents(memorandum.id) == before


async def check_rows(memorandum: Memorandum) -> None:
    """Check that lines, their order and the numbers agree with the acts, and that counters are the sums of rows."""
    row = await memoranda.locked(memorandum.id)
    status = await status_of(row)
    superseded = await superseded_for(row.id)
    rows = await Standing.objects().where(Standing.memorandum == row.id).order_by(Standing.place)
    editions = await editions_of(row.id)
    assert await _named_rows(row.id, editions.line_in_force()) == [line.organisation.id for line in status.lines]
    if superseded:
        assert sorted(await _named_rows(row.id, editions.line_of_earlier())) == sorted(line.organisation.id for line in status.earlier)
    assert (await public_counts([row.id]))[row.id] == status.counts
    assert await on_record(row.id) == {key: number for key, number in (await counters_of_rows(row.id)).items() if number}
    received = Counter(line.receipt.isoformat()[:7] for line in status.lines if line.binds and line.receipt)
    assert await parties_by_month(row.id, editions) == received
    acts = (await acts_on([row.id]))[row.id]
    standing = {party: history for party, history in current_by_party(acts, but=superseded).items() if history.ended is None}
    counting = {
        standing["organisation"]: standing["act"]
        for standing in await Standing.select(Standing.organisation, Standing.act).where(await current(row.id))
    }
    assert counting == {party: history.root.id for party, history in standing.items()}
    numbers = await numbers_on_record(row.id)
    deciding = {history.root.id for history in current_by_party(acts, but=superseded).values()}
    days = counters(standing_row for standing_row in rows if standing_row.act in deciding)
    assert sum(numbers.days.values()) == sum(number for key, number in days.items() if key.tally == "bound")
    assert numbers.standing == Counter(standing_row.counted_as for standing_row in rows if standing_row.act in counting.values())
    assert await number_of_parties(row.id) == await number(await bound_now(row.id))
    secrets = secrets_of(acts, clock.today(), superseded)
    assert {row.organisation for row in rows if row.ever_named} == secrets.known
    hidden = [row for row in rows if row.shown != "named"]
    assert max(sum(row.stands for row in hidden), secrets.counted) == secrets.standing
    await check_pages(row, status)


async def _named_rows(memorandum_id: int, condition: Combinable) -> list[int]:
    named = (Standing.memorandum == memorandum_id) & (Standing.shown == "named") & Standing.line.eq(True)
    rows = await Standing.select(Standing.organisation).where(named & condition).order_by(Standing.place)
    return [row["organisation"] for row in rows]


async def check_pages(memorandum: Memorandum, whole: Status) -> None:
    """Check that the pages of a list, put together, are the whole list, in each of the two ways to read them."""
    for limit in (3, 100):
        for as_at in (None, clock.today() - timedelta(days=40)):
            expected = signatories_json(whole if as_at is None else await status_of(memorandum, as_at))
            pages = [await status_page(memorandum, Asked(limit=limit), as_at)]
            while pages[-1].page.next:
                pages.append(await status_page(memorandum, Asked(pages[-1].page.next, earlier=None, limit=limit), as_at))
            earlier = [pages[0]]
            while earlier[-1].earlier_page and earlier[-1].earlier_page.next:
                earlier.append(await status_page(memorandum, Asked(None, earlier=earlier[-1].earlier_page.next, limit=limit), as_at))
            read = [signatories_json(page) for page in pages]
            assert [line for page in read for line in page.signatories] == expected.signatories
            assert [line for page in map(signatories_json, earlier) for line in page.earlier] == expected.earlier
            assert [act for page in read for act in page.described] == expected.described
            assert [page.counts for page in read] == [expected.counts] * len(read)
            assert {page.page.total for page in pages} == {len(expected.signatories)}
            assert [(page.page.first, page.page.last) for page in pages] == _bounds(len(expected.signatories), limit)
            assert sum(part.withheld + len(part.described) for page in pages for part in page.parts) == _unnamed(whole if as_at is None else pages[0])


def _bounds(total: int, limit: int) -> list[tuple[int, int]]:
    return [(start + 1, min(start + limit, total)) for start in range(0, total or 1, limit)]


def _unnamed(status: Status) -> int:
    return (status.counts.names_withheld or 0) + (status.counts.supporters_withheld or 0)


async def on_record(memorandum_id: int) -> dict[tuple[str, ...], int]:
    """Return the counters as they are stored."""
    rows = await StandingCount.objects().where(StandingCount.memorandum == memorandum_id)
    return {(row.digest, row.kind, row.tally, row.country, row.day, row.behind): row.n for row in rows}


async def _contents(memorandum_id: int) -> tuple[list[str], dict[tuple[str, ...], int]]:
    rows = await Standing.objects().where(Standing.memorandum == memorandum_id).order_by(Standing.act)
    return [str({name: value for name, value in row.to_dict().items() if name != "id"}) for row in rows], await on_record(memorandum_id)
