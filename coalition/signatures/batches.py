"""Annulling several acts together: a batch is chosen by conditions, shown to the coordinator, then confirmed or undone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from coalition import clock, trail
from coalition.acts import queries as acts_queries
from coalition.acts.histories import current_by_party
from coalition.acts.tables import AnnulmentGround
from coalition.database import transaction
from coalition.memoranda import queries as memoranda
from coalition.organisations.queries import views_by_id
from coalition.signatures.annulling import annul
from coalition.signatures.errors import BatchDecided
from coalition.signatures.on_behalf_forms import AnnulmentForm
from coalition.signatures.tables import AnnulmentBatch
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from piccolo.columns import Timestamptz

    from coalition.acts.histories import History
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.views import OrganisationView
    from coalition.people.tables import Coordinator
    from coalition.signatures.on_behalf_forms import BatchForm


async def prepare(memorandum: Memorandum, form: BatchForm, *, by: Coordinator) -> AnnulmentBatch:
    """Save a batch of the standing acts that fit the conditions; nothing is annulled yet."""
    histories = [history for history, organisation in await _standing(memorandum) if _fits(history, organisation, form)]
    row = AnnulmentBatch(
        memorandum=memorandum.id,
        coordinator=by.id,
        ground=form.ground.value,
        conditions=form.model_dump_json(exclude={"ground", "quiet"}),
        acts=json.dumps([str(history.root.id) for history in histories]),
        quiet=form.quiet,
        prepared_at=clock.now(),
    )
    async with transaction():
        await row.save()
        await trail.record(TrailAct.ANNULMENTS_PREPARED, f"annulments:{row.id}", memorandum.id)
    return row


async def _standing(memorandum: Memorandum) -> list[tuple[History, OrganisationView]]:
    acts = (await acts_queries.acts_on([memorandum.id]))[memorandum.id]
    standing = {party: history for party, history in current_by_party(acts).items() if history.ended is None}
    organisations = await views_by_id(standing)
    return [(history, organisations[party]) for party, history in standing.items()]


def _fits(history: History, organisation: OrganisationView, form: BatchForm) -> bool:
    root = history.root
    day = root.acted.last if root.acted else None
    return (
        form.kind in {None, root.kind}
        and form.channel in {None, root.channel}
        and form.country in {None, organisation.country}
        and (form.since is None or (day is not None and day >= form.since))
        and (form.until is None or (day is not None and day <= form.until))
        and (not form.questioned or history.questioned)
    )


async def members(memorandum: Memorandum, batch: AnnulmentBatch) -> list[tuple[History, OrganisationView]]:
    """Return the acts of a batch that still stand, sorted by the names of their organisations."""
    act_ids = {UUID(act_id) for act_id in json.loads(batch.acts)}
    standing = [(history, organisation) for history, organisation in await _standing(memorandum) if history.root.id in act_ids]
    return sorted(standing, key=lambda pair: (pair[1].name_key, pair[1].slug))


async def confirm(memorandum: Memorandum, batch: AnnulmentBatch, *, by: Coordinator) -> int:
    """Annul every act of a batch that still stands, in one transaction; return their number.

    Raises:
        BatchDecided: the batch was confirmed or undone before.

    """
    async with transaction():
        await memoranda.locked(memorandum.id)
        await _decide(batch, AnnulmentBatch.confirmed_at)
        await trail.record(TrailAct.ANNULMENTS_CONFIRMED, f"annulments:{batch.id}", memorandum.id)
        standing = await members(memorandum, batch)
        form = AnnulmentForm(ground=AnnulmentGround(batch.ground), quiet=batch.quiet)
        for _, organisation in standing:
            await annul(memorandum, organisation.id, form, by=by)
    return len(standing)


async def undo(batch: AnnulmentBatch) -> None:
    """Mark a batch as undone, if it was not confirmed.

    Raises:
        BatchDecided: the batch was confirmed or undone before.

    """
    async with transaction():
        await _decide(batch, AnnulmentBatch.undone_at)
        await trail.record(TrailAct.ANNULMENTS_UNDONE, f"annulments:{batch.id}", batch.memorandum)


async def _decide(batch: AnnulmentBatch, column: Timestamptz) -> None:
    undecided = (AnnulmentBatch.id == batch.id) & AnnulmentBatch.confirmed_at.is_null() & AnnulmentBatch.undone_at.is_null()
    if not await AnnulmentBatch.update({column: clock.now()}).where(undecided).returning(AnnulmentBatch.id):
        raise BatchDecided
