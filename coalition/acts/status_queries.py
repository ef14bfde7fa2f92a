"""Reading the status of memoranda: who has signed as at a day, as far as the public may know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from coalition import clock
from coalition.acts.deadlines import deadline
from coalition.acts.histories import ActRow, histories_of
from coalition.acts.mandate_queries import bases_on, end_of
from coalition.acts.queries import acts_on
from coalition.acts.status import Status, counts_as_at, status_as_at
from coalition.acts.withheld_numbers import number_until
from coalition.memoranda.edition_queries import superseded_digests
from coalition.memoranda.tables import Memorandum
from coalition.notices import page_subjects
from coalition.notices.page_subjects import depends_on
from coalition.organisations.proof_queries import domain_proofs
from coalition.organisations.visible_queries import Viewer, visible_organisations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from coalition.acts.status import Counts
    from coalition.acts.status_lines import StatusLine
    from coalition.organisations.views import OrganisationView


async def status_of(memorandum: Memorandum, as_at: date | None = None) -> Status:
    """Return the public status of a memorandum as at a day (today when None)."""
    return (await statuses_of(memorandum, [as_at]))[0]


async def statuses_of(memorandum: Memorandum, days: Sequence[date | None]) -> list[Status]:
    """Return the public status of a memorandum as at several days."""
    depends_on(page_subjects.signatories(memorandum.id))
    today = clock.today()
    acts = (await acts_on([memorandum.id]))[memorandum.id]
    named = {history.root.party for history in histories_of(acts) if history.named(today)}
    organisations = await visible_organisations(Viewer.EVERYBODY, named=named).with_events(named)
    return [await _status_on(memorandum, acts, organisations, min(day or today, today)) for day in days]


async def _status_on(memorandum: Memorandum, acts: Sequence[ActRow], organisations: Mapping[int, OrganisationView], day: date) -> Status:
    today = clock.today()
    superseded = (await superseded_digests([memorandum.id], day, today))[memorandum.id]
    bases = await bases_on(memorandum.id, day)
    acts = [act._replace(mandate=bases[act.id]) if act.id in bases else act for act in acts]
    until = number_until(memorandum, day)
    status = status_as_at(acts, organisations, day, today=today, number_until=until, superseded=superseded)
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


async def signature_counts(memorandum_ids: Sequence[int]) -> dict[int, Counts]:
    """Return the public numbers of each memorandum, for lists."""
    depends_on(*map(page_subjects.signatories, memorandum_ids))
    today = clock.today()
    acts = await acts_on(memorandum_ids)
    superseded = await superseded_digests(memorandum_ids, today, today)
    counts = {}
    for memorandum in await Memorandum.objects().where(Memorandum.id.is_in(list(memorandum_ids) or [0])):
        number, until = memorandum.id, number_until(memorandum, today)
        counts[number] = counts_as_at(acts[number], today, today=today, number_until=until, superseded=superseded[number])
    return counts
