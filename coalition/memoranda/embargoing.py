"""Embargoes: a memorandum that is published by itself at the start of a day (UTC)."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.database import transaction
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.memoranda import queries
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.opening import make_public
from coalition.memoranda.tables import Memorandum, Publicity, SigningState
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.memoranda.taking_forms import EmbargoForm


async def set_embargo(memorandum: Memorandum, form: EmbargoForm) -> None:
    """Publish a memorandum on a day instead of now, or move that day; until then nothing of it is public.

    Raises:
        NotAuthenticated, AlreadyPublic, WithdrawnFromPublic, NotEnoughSigned: it cannot be published.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        check(Action.EMBARGO, Situation(row))
        values: dict[str, Any] = {"publicity": Publicity.EMBARGOED.value, "embargo_until": form.until, "updated_at": clock.now()}
        await Memorandum.update(**values).where(Memorandum.id == row.id)
        due = datetime.combine(form.until, time(), UTC)
        await enqueue("end_embargo", {"memorandum": row.id}, run_at=due, dedupe_key=f"end_embargo:{row.id}:{form.until}")
        await trail.record(TrailAct.EMBARGO_SET, memorandum=row.id)


async def lift_embargo(memorandum: Memorandum) -> None:
    """Remove the day, so that nothing is published by itself; who was invited still reads the text.

    Raises:
        NoEmbargo: it is not under embargo.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        check(Action.LIFT_EMBARGO, Situation(row))
        readers = Publicity.COORDINATORS if row.signing_state == SigningState.NOT_OPEN else Publicity.PARTICIPANTS
        values: dict[str, Any] = {"publicity": readers.value, "embargo_until": None, "updated_at": clock.now()}
        await Memorandum.update(**values).where(Memorandum.id == row.id)
        await trail.record(TrailAct.EMBARGO_LIFTED, memorandum=row.id)


@handles("end_embargo")
async def publish_when_due(payload: Mapping[str, Any]) -> None:
    """Publish a memorandum on the day of its embargo, unless somebody moved or lifted the embargo or published it before."""
    async with transaction():
        row = await queries.locked(payload["memorandum"])
        if is_over(row):
            await make_public(row)
            await trail.record(TrailAct.PUBLISHED, memorandum=row.id)


def is_over(memorandum: Memorandum) -> bool:
    """Whether a memorandum is under an embargo whose day has come."""
    return memorandum.publicity == Publicity.EMBARGOED and memorandum.embargo_until is not None and memorandum.embargo_until <= clock.today()
