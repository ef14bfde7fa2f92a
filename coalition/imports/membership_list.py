"""Importing networks and their members from a table, row by row, as planned in `membership_plan`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from coalition import trail
from coalition.acts.changing_networks import add_members
from coalition.database import analyse, transaction
from coalition.fields import InvalidForm
from coalition.imports import queries
from coalition.imports.file_previews import plan_of
from coalition.imports.left_out import left_out_rows
from coalition.imports.plans import REPORT_EVERY, Outcome, RowAction
from coalition.imports.turns import ImportStopped, hold_turn, is_turn_of, stop
from coalition.imports.undoing_memberships import note_membership
from coalition.imports.uploads import begin, finish, note_done
from coalition.jobs.worker import handles
from coalition.networks.queries import network_by_slug
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.imports.membership_plan import PlannedMembership
    from coalition.imports.plans import Plan, Progress
    from coalition.imports.tables import Import


async def import_memberships(
    plan: Plan[PlannedMembership], progress: Progress | None = None, upload: Import | None = None
) -> Plan[PlannedMembership]:
    """Add the memberships of a plan, each in its own transaction; return the plan with what was refused then.

    Nobody but coordinators sees a membership that is imported, until somebody shows it. An `upload` can be undone. Running it again changes
    nothing.

    Raises:
        ImportStopped: whoever answers for the `upload` may not go on with it; what was added before stays.

    """
    await trail.record(TrailAct.MEMBERSHIPS_IMPORTED)
    rows = []
    for number, row in enumerate(plan.rows, start=1):
        rows.append(await _write(row, upload))
        if progress and number % REPORT_EVERY == 0:
            await progress(sum(each.writes for each in rows))
    return replace(plan, rows=rows)


async def _write(row: PlannedMembership, upload: Import | None) -> PlannedMembership:
    network = await network_by_slug(row.network) if row.form else None
    if network is None or row.form is None:
        return row
    try:
        async with transaction():
            if upload:
                await hold_turn(upload)
            [membership] = await add_members(network, [row.form.model_copy(update={"public": False})])
            if upload:
                await note_membership(upload.id, membership)
    except InvalidForm as refused:
        problems = {_column(field): message for field, message in refused.problems.items()}
        return replace(row, problems=problems, form=None)
    return row


def _column(field: str) -> str:
    return "member" if field.endswith("organisation") else "network"


@handles("import_memberships")
async def import_when_confirmed(payload: Mapping[str, Any]) -> None:
    """Import a confirmed table, then delete the text of the table; what was written before an interruption counts as new."""
    row = await queries.import_by_id(payload["import"])
    if row is None or not is_turn_of(row, payload):
        return
    try:
        await _import(row)
    except ImportStopped:
        await stop(row)
    await analyse()


async def _import(row: Import) -> None:
    before = await queries.number_of_memberships_added(row.id)
    planned = await plan_of(row)
    await begin(row, len(planned.writing))
    plan = await import_memberships(planned, partial(note_done, row), row)
    written = len(plan.writing)
    outcome = Outcome(new=before + written, unchanged=plan.count(RowAction.UNCHANGED) - before, refused=len(plan.refused))
    await finish(row, outcome, written, left_out_rows(plan.file, plan.rows, await queries.language_of_importer(row)))
