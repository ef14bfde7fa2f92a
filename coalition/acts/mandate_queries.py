"""Reading the evidence of signers' mandates: its basis for the public, its notes for the coordinators."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition.acts.tables import Act, ActKind, Mandate, MandateBasis, Signer
from coalition.database import among, one_row, prepared

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from uuid import UUID

    from piccolo.query import Select

    from coalition.acts.histories import History


_RANK = list(MandateBasis)


def end_of(day: date) -> datetime:
    """Return the first moment after a day (UTC)."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


async def bases_of(memorandum_id: int, parties: Collection[int], as_at: date) -> Mapping[UUID, MandateBasis]:
    """Return by act the strongest basis seen by a day for the mandate of some organisations; acts without evidence are left out."""
    return _strongest(await _seen_before(memorandum_id, parties, end_of(as_at)))


@prepared
def _seen_before(memorandum_id: int, parties: Collection[int], moment: datetime) -> Select[Mandate]:
    here = Act.select(Act.id).where((Act.memorandum == memorandum_id) & among(Act.organisation, parties))
    return Mandate.select(Mandate.act, Mandate.basis).where(Mandate.act.is_in(here) & (Mandate.seen_at < moment))


def _strongest(rows: Iterable[Mapping[str, Any]]) -> Mapping[UUID, MandateBasis]:
    best: dict[UUID, MandateBasis] = {}
    for row in rows:
        basis = MandateBasis(row["basis"])
        best[row["act"]] = max(best.get(row["act"], basis), basis, key=_RANK.index)
    return best


class Seen(Struct, frozen=True):
    """One piece of evidence of a mandate: its basis, a note, when it was seen and by which coordinator."""

    basis: MandateBasis
    note: str
    by: str
    at: datetime


async def seen_of(act_id: UUID) -> Sequence[Seen]:
    """Return the evidence of the mandate behind an act, oldest first (for those who work on the memorandum only)."""
    columns = (Mandate.basis, Mandate.note, Mandate.seen_at, Mandate.seen_by.name.as_alias("by"))
    rows = await Mandate.select(*columns).where(Mandate.act == act_id).order_by(Mandate.id)
    return [Seen(MandateBasis(row["basis"]), row["note"], row["by"] or "", row["seen_at"]) for row in rows]


class Doubt(Struct, frozen=True):
    """A question that was raised about an act, by whom and why."""

    by: str
    reason: str
    on: date


async def doubt_about(history: History) -> Doubt | None:
    """Return the question that nobody has answered yet (for those who work on the memorandum only)."""
    questions = [event for event in history.events if event.kind is ActKind.QUESTION]
    if not history.questioned:
        return None
    act = await one_row(Act, Act.id == questions[-1].id)
    signer = await one_row(Signer, Signer.act == questions[-1].id)
    if act is None:  # pragma: no cover -- acts are never deleted
        return None
    return Doubt(signer.name if signer else "", signer.reason if signer else "", act.recorded_at.date())


async def answer_of_colleague(history: History) -> ActKind | None:
    """Return the answer of a second person of the organisation: ASSURANCE that the act was theirs, or QUESTION; None before they answered."""
    if any(event.kind is ActKind.QUESTION for event in history.events):
        return ActKind.QUESTION
    vouched = (Mandate.act == history.root.id) & (Mandate.basis == MandateBasis.SECOND_CONTACT.value)
    return ActKind.ASSURANCE if await Mandate.exists().where(vouched) else None
