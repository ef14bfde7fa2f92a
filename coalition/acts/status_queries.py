"""Reading the status of memoranda: who has signed as at a day, as far as the public may know."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from coalition import clock
from coalition.acts.deadlines import deadline
from coalition.acts.edition_parts import editions_of
from coalition.acts.histories import ActRow, histories_of
from coalition.acts.line_queries import described_parties, earlier_page, listed_page, parties_of, with_relatives
from coalition.acts.mandate_queries import bases_of, end_of
from coalition.acts.queries import acts_on
from coalition.acts.standing_count_queries import public_counts
from coalition.acts.status import Described, Status, described_as_at, joined, status_as_at
from coalition.acts.status_pages import Asked, sliced
from coalition.acts.withheld_days import number_until
from coalition.memoranda.edition_queries import superseded_digests
from coalition.notices import page_subjects
from coalition.notices.page_subjects import depends_on
from coalition.organisations.proof_queries import domain_proofs
from coalition.organisations.visible_queries import Viewer, visible_organisations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from coalition.acts.status_lines import StatusLine
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.views import OrganisationView

FIRST = Asked()
_FEW_ACTS = 200  # take less time than the way to another thread and back


async def status_of(memorandum: Memorandum, as_at: date | None = None) -> Status:
    """Return the whole public status of a memorandum as at a day (today when None), computed from all its acts."""
    return (await statuses_of(memorandum, [as_at]))[0]


async def statuses_of(memorandum: Memorandum, days: Sequence[date | None]) -> list[Status]:
    """Return the whole public status of a memorandum as at several days, computed from all its acts."""
    parts = [await _of_parties(memorandum, parties, days) async for parties in parties_of(memorandum.id)]
    return [await asyncio.to_thread(joined, of_day) if len(parts) > 1 else of_day[0] for of_day in zip(*parts, strict=True)]


async def past_statuses(memorandum: Memorandum, as_at: date | None) -> list[Status]:
    """Return the whole status as at a past day; nothing for today, which is read by pages."""
    return [await status_of(memorandum, as_at)] if as_at and as_at < clock.today() else []


async def status_page(memorandum: Memorandum, asked: Asked = FIRST, as_at: date | None = None) -> Status:
    """Return some lines of the public status as at a day: for today from the acts of their organisations only, for a past day from all."""
    past = await past_statuses(memorandum, as_at)
    return await asyncio.to_thread(sliced, past[0], asked) if past else await _page_of_today(memorandum, asked)


async def lines_of(memorandum: Memorandum, organisations: Sequence[int], as_at: date) -> Status:
    """Return the lines that some organisations have in the public status as at a day, in their order; the numbers are those of the lines."""
    [status] = await _of_parties(memorandum, organisations, [as_at])
    return replace(status, lines=_in_order(status.lines, organisations), earlier=_in_order(status.earlier, organisations))


async def _page_of_today(memorandum: Memorandum, asked: Asked) -> Status:
    editions = await editions_of(memorandum.id)
    listed = await listed_page(memorandum.id, editions, asked)
    earlier = await earlier_page(memorandum.id, editions, asked)
    [status] = await _of_parties(memorandum, {*listed.organisations, *earlier.organisations}, [None])
    return replace(
        status,
        lines=_in_order(status.lines, listed.organisations),
        page=listed.page,
        ends=listed.ends,
        counts=(await public_counts([memorandum.id]))[memorandum.id] if asked.counted else status.counts,
        described=[act for act in await _described(memorandum, editions.superseded) if listed.ends[act.supports]] if any(listed.ends) else [],
        earlier=_in_order(status.earlier, earlier.organisations),
        earlier_page=earlier.page,
    )


def _in_order(lines: Iterable[StatusLine], organisations: Iterable[int]) -> list[StatusLine]:
    """Return the lines of some organisations, in their order."""
    by_organisation = {line.organisation.id: line for line in lines}
    return [by_organisation[number] for number in organisations if number in by_organisation]


async def _described(memorandum: Memorandum, superseded: Collection[str]) -> list[Described]:
    """Return the descriptions in place of names, where their number is given; only the acts of their organisations are read."""
    today = clock.today()
    until = number_until(memorandum.signing_state, memorandum.withheld_since, memorandum.withheld_until, today)
    if until is None:
        return []
    described: list[Described] = []
    async for parties in described_parties(memorandum.id, superseded):
        acts = (await acts_on([memorandum.id], parties))[memorandum.id]
        described += described_as_at(acts, today, until, superseded)
    return sorted(described, key=lambda act: (act.supports, act.description))


async def _of_parties(memorandum: Memorandum, parties: Collection[int], days: Sequence[date | None]) -> list[Status]:
    """Return the public status as at several days, as far as it is about some organisations."""
    depends_on(page_subjects.signatories(memorandum.id))
    today = clock.today()
    acts = (await acts_on([memorandum.id], await with_relatives(parties)))[memorandum.id]
    named = {history.root.party for history in histories_of(acts) if history.named(today)}
    organisations = await visible_organisations(Viewer.EVERYBODY, named=named).with_events(named)
    return [await _status_on(memorandum, acts, organisations, min(day or today, today), parties) for day in days]


async def _status_on(
    memorandum: Memorandum, acts: Sequence[ActRow], organisations: Mapping[int, OrganisationView], day: date, parties: Collection[int]
) -> Status:
    today = clock.today()
    superseded = (await superseded_digests([memorandum.id], day, today))[memorandum.id]
    bases = await bases_of(memorandum.id, parties, day)
    acts = [act._replace(mandate=bases[act.id]) if act.id in bases else act for act in acts]
    until = number_until(memorandum.signing_state, memorandum.withheld_since, memorandum.withheld_until, day)
    compute = partial(status_as_at, acts, organisations, day, today=today, number_until=until, superseded=superseded, about=frozenset(parties))
    status = compute() if len(acts) <= _FEW_ACTS else await asyncio.to_thread(compute)
    proved = await domain_proofs((line.organisation for line in status.lines), before=end_of(day))
    return replace(status, lines=[_completed(line, memorandum, domain_proved=line.organisation.id in proved) for line in status.lines])


def _completed(line: StatusLine, memorandum: Memorandum, *, domain_proved: bool) -> StatusLine:
    """Return a line with what the memorandum and the register say of it."""
    if line.waits:
        line = replace(line, confirm_by=confirm_by(memorandum, line))
    return replace(line, domain_proved=True) if domain_proved else line


def confirm_by(memorandum: Memorandum, line: StatusLine) -> date | None:
    """Return the last day for the confirmation that a line waits for; None without a deadline."""
    return deadline(memorandum.confirmation_days, line.channel, line.awaited_since, line.recorded_on) if line.recorded_on and line.waits else None
