"""Importing organisations from a table, row by row, as planned in `organisation_plan`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import trail
from coalition.acts.changing_names import NamesOnRecord
from coalition.acts.unlisting import amend_organisation
from coalition.database import analyse, transaction
from coalition.fields import InvalidForm
from coalition.imports.organisation_plan import plan_import
from coalition.imports.plans import Outcome, RowAction
from coalition.imports.queries import import_by_id
from coalition.imports.tables import Import
from coalition.imports.uploads import finish
from coalition.jobs.worker import handles
from coalition.organisations import queries
from coalition.organisations.forms import OrganisationForm
from coalition.organisations.listing import ListingNeedsApproval
from coalition.organisations.registering import RiskNeedsApproval, SlugTaken, register
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.imports.organisation_plan import PlannedOrganisation
    from coalition.imports.plans import Plan, Progress

_REPORT_EVERY = 20


async def run_import(plan: Plan[PlannedOrganisation], progress: Progress | None = None) -> Outcome:
    """Write the rows of a plan, each in its own transaction; rows with problems are not imported.

    Running it again, also after an interruption, changes nothing that was written.
    """
    await trail.record(TrailAct.ORGANISATIONS_IMPORTED)
    outcome = Outcome(unchanged=plan.count(RowAction.UNCHANGED), refused=len(plan.refused))
    for number, row in enumerate(plan.writing, start=1):
        with trail.acting(None):  # the import is one entry, not each row
            result = await _write(row)
        setattr(outcome, result, getattr(outcome, result) + 1)
        if progress and number % _REPORT_EVERY == 0:
            await progress(number)
    return outcome


async def _write(row: PlannedOrganisation) -> str:
    """Write one row; return the field of `Outcome` that counts it."""
    if isinstance(row.form, OrganisationForm):
        try:
            await register(row.form, names_were_shown=True)
        except SlugTaken:
            return "refused"
        return RowAction.NEW.value
    organisation = await queries.by_slug(row.slug)
    if organisation is None or row.form is None:
        return "refused"
    try:
        await amend_organisation(organisation, row.form, names_were_shown=True)
    except (RiskNeedsApproval, ListingNeedsApproval, NamesOnRecord, InvalidForm):
        return "refused"
    return RowAction.CHANGED.value


@handles("import_organisations")
async def import_when_confirmed(payload: Mapping[str, Any]) -> None:
    """Import a confirmed table, then delete the text of the table."""
    row = await import_by_id(payload["import"])
    if row is None or row.finished_at or not row.confirmed_at:
        return

    async def progress(done: int) -> None:
        async with transaction():
            await Import.update({Import.done: done}).where(Import.id == row.id)

    plan = await plan_import(row.content)
    async with transaction():
        await Import.update({Import.rows: len(plan.writing), Import.done: 0}).where(Import.id == row.id)
    await finish(row, await run_import(plan, progress), len(plan.writing))
    await analyse()
