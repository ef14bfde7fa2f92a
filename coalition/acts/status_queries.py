"""Reading the status of memoranda: who has signed as at a day, as everybody may know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from coalition import clock
from coalition.acts.histories import ActRow
from coalition.acts.mandate_queries import bases_on, end_of
from coalition.acts.queries import acts_on
from coalition.acts.status import Status, counts_as_at, status_as_at
from coalition.memoranda.edition_queries import superseded_digests
from coalition.memoranda.tables import Memorandum, SignatureRule
from coalition.organisations.queries import domain_proofs, with_lives

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from coalition.organisations.queries import Named


async def status_of(memorandum: Memorandum, as_at: date | None = None) -> Status:
    """Return what everybody may know of who signed, as at a day (today when None)."""
    return (await statuses_of(memorandum, [as_at]))[0]


async def statuses_of(memorandum: Memorandum, days: Sequence[date | None]) -> list[Status]:
    """Return what everybody may know of who signed as at several days."""
    today = clock.today()
    acts = (await acts_on([memorandum.id]))[memorandum.id]
    organisations = await with_lives(act.party for act in acts)
    return [await _status(memorandum, acts, organisations, min(day or today, today)) for day in days]


async def _status(memorandum: Memorandum, acts: Sequence[ActRow], organisations: Mapping[int, Named], day: date) -> Status:
    today, closed = clock.today(), is_closed_pool(memorandum.signature_rule)
    earlier = (await superseded_digests([memorandum.id], day, today))[memorandum.id]
    bases = await bases_on(memorandum.id, day)
    known = [act._replace(mandate=bases[act.id]) if act.id in bases else act for act in acts]
    status = status_as_at(known, organisations, day, today=today, closed_pool=closed, superseded=earlier)
    proved = await domain_proofs((line.organisation for line in status.lines), before=end_of(day))
    return replace(status, lines=[replace(line, domain_proved=True) if line.organisation.id in proved else line for line in status.lines])


def is_closed_pool(rule: str) -> bool:
    """Whether only organisations of a list that everybody can read may sign, so that a number could tell which of them did."""
    return rule == SignatureRule.PARTICIPANTS


async def signature_counts(memorandum_ids: Sequence[int]) -> dict[int, int]:
    """Return standing signatures by memorandum as everybody may know them, for lists."""
    today = clock.today()
    acts = await acts_on(memorandum_ids)
    rules = await Memorandum.select(Memorandum.id, Memorandum.signature_rule).where(Memorandum.id.is_in(list(memorandum_ids) or [0]))
    closed = {row["id"]: is_closed_pool(row["signature_rule"]) for row in rules}
    earlier = await superseded_digests(memorandum_ids, today, today)
    return {one: counts_as_at(acts[one], today, today=today, closed_pool=closed[one], superseded=earlier[one]).signed for one in memorandum_ids}
