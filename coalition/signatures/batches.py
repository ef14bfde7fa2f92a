"""Annulling several acts together: a batch is chosen by conditions, shown to the coordinator, then confirmed or undone."""

from __future__ import annotations

import json
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any
from uuid import UUID

from coalition import clock, trail
from coalition.acts.histories import current_by_party
from coalition.acts.queries import acts_of_parties
from coalition.acts.tables import AnnulmentGround
from coalition.database import transaction
from coalition.jobs.long_work import STEP, Stepped, begin, go_on_now, step_of
from coalition.memoranda import queries as memoranda
from coalition.organisations.queries import lock, views_by_id
from coalition.organisations.views import sort_key_of
from coalition.people.queries import account
from coalition.signatures.annulling import annul
from coalition.signatures.errors import BatchDecided
from coalition.signatures.on_behalf_forms import AnnulmentForm
from coalition.signatures.queries import batch_of, parties_of_acts, standing_parties
from coalition.signatures.tables import AnnulmentBatch
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence

    from piccolo.columns import Timestamptz

    from coalition.acts.histories import History
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.views import OrganisationView
    from coalition.people.tables import Coordinator
    from coalition.signatures.on_behalf_forms import BatchForm

    Fits = Callable[[History, OrganisationView], bool]


READ_AT_ONCE = 200


async def prepare(memorandum: Memorandum, form: BatchForm, language: str, *, by: Coordinator) -> AnnulmentBatch:
    """Save a batch of the standing acts that fit the conditions, by name as readers of a language expect it; nothing is annulled yet."""
    conditions = form.model_dump_json(exclude={"ground", "quiet"})
    return await _save(memorandum, partial(_fits, form), (form.ground, conditions, form.quiet), language, by=by)


async def prepare_these(memorandum: Memorandum, acts: Collection[UUID], form: AnnulmentForm, language: str, *, by: Coordinator) -> AnnulmentBatch:
    """Save a batch of those of some acts that stand; nothing is annulled yet."""
    return await _save(memorandum, lambda history, _: history.root.id in acts, (form.ground, "{}", form.quiet), language, by=by)


async def _save(memorandum: Memorandum, fits: Fits, what: tuple[AnnulmentGround, str, bool], language: str, *, by: Coordinator) -> AnnulmentBatch:
    fitting = [(sort_key_of(organisation, language), str(history.root.id)) async for history, organisation in _standing(memorandum, fits)]
    ground, conditions, quiet = what
    row = AnnulmentBatch(
        memorandum=memorandum.id,
        coordinator=by.id,
        ground=ground.value,
        conditions=conditions,
        acts=json.dumps([act for _, act in sorted(fitting)]),
        quiet=quiet,
        prepared_at=clock.now(),
    )
    async with transaction():
        await row.save()
        await trail.record(TrailAct.ANNULMENTS_PREPARED, f"annulments:{row.id}", memorandum.id)
    return row


async def _standing(memorandum: Memorandum, fits: Fits) -> AsyncIterator[tuple[History, OrganisationView]]:
    """Yield the act of each organisation that stands and fits; some organisations are read at a time."""
    last = 0
    while parties := await standing_parties(memorandum.id, after=last, limit=READ_AT_ONCE):
        for history, organisation in await _standing_of(memorandum.id, parties):
            if fits(history, organisation):
                yield history, organisation
        last = parties[-1]


async def _standing_of(memorandum_id: int, parties: Sequence[int]) -> list[tuple[History, OrganisationView]]:
    histories = current_by_party(chain.from_iterable((await acts_of_parties(memorandum_id, parties)).values()))
    organisations = await views_by_id(histories)
    return [(history, organisations[party]) for party, history in histories.items() if history.ended is None]


def _fits(form: BatchForm, history: History, organisation: OrganisationView) -> bool:
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


async def members(batch: AnnulmentBatch, first: int = 0, limit: int = READ_AT_ONCE) -> list[tuple[History, OrganisationView]]:
    """Return the acts of a batch that still stand, of `limit` of its acts from a number on, in the order of the batch."""
    ids = [UUID(act_id) for act_id in json.loads(batch.acts)[first : first + limit]]
    standing = await _standing_of(batch.memorandum, await parties_of_acts(ids))
    by_act = {history.root.id: (history, organisation) for history, organisation in standing}
    return [by_act[act_id] for act_id in ids if act_id in by_act]


def size_of(batch: AnnulmentBatch) -> int:
    """Return the number of acts in a batch, whether or not they still stand."""
    return len(json.loads(batch.acts))


async def confirm(memorandum: Memorandum, batch: AnnulmentBatch, *, by: Coordinator) -> None:
    """Annul every act of a batch that still stands; jobs annul the later ones if there are many.

    Raises:
        BatchDecided: the batch was confirmed or undone before.

    """
    async with transaction():
        await memoranda.locked(memorandum.id)
        await _decide(batch, AnnulmentBatch.confirmed_at)
        await trail.record(TrailAct.ANNULMENTS_CONFIRMED, f"annulments:{batch.id}", memorandum.id)
        task = {"memorandum": memorandum.id, "batch": batch.id, "by": by.id}
        begun = await begin(_annul_some, memorandum.id, task, total=size_of(batch))
    await go_on_now(begun)


@step_of("annul_batch")
async def _annul_some(task: Mapping[str, Any], place: int) -> Stepped:
    """Annul the next acts in their order in the batch, for the coordinator who confirmed it."""
    row = await memoranda.locked(task["memorandum"])
    batch, by = await batch_of(row.id, task["batch"]), await account(task["by"])
    if batch is None or by is None:  # pragma: no cover -- neither is ever deleted
        return Stepped([], place, more=False)
    standing = await members(batch, place, STEP)
    await lock(organisation.id for _, organisation in standing)
    form = AnnulmentForm(ground=AnnulmentGround(batch.ground), quiet=batch.quiet)
    for _, organisation in standing:
        await annul(row, organisation.id, form, by=by)
    number = size_of(batch)
    done = range(place, min(place + STEP, number))
    return Stepped(done, place + STEP, more=place + STEP < number)


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
