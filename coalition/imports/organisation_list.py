"""Importing organisations from a table: first a plan is made, then its rows are written one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.database import transaction
from coalition.imports.organisation_plan import Plan, PlannedRow, plan_import
from coalition.imports.plans import Outcome, RowAction
from coalition.imports.queries import confirmed_import
from coalition.imports.tables import Import
from coalition.imports.uploads import finish
from coalition.jobs.worker import handles
from coalition.organisations import queries
from coalition.organisations.forms import OrganisationForm
from coalition.organisations.registering import SlugTaken, amend, register

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    Progress = Callable[[int], Awaitable[None]]


_REPORT_EVERY = 20


async def run_import(plan: Plan, progress: Progress | None = None) -> Outcome:
    """Write the rows of a plan, each in its own transaction; rows with problems are left out.

    Running it again, also after it was interrupted, does not repeat what was done.
    """
    outcome = Outcome(unchanged=plan.count(RowAction.UNCHANGED), refused=len(plan.refused))
    for at, row in enumerate(plan.writing, start=1):
        counter = await _write(row)
        setattr(outcome, counter, getattr(outcome, counter) + 1)
        if progress and at % _REPORT_EVERY == 0:
            await progress(at)
    return outcome


async def _write(row: PlannedRow) -> str:
    """Write a row; return which number of the outcome it raises."""
    if isinstance(row.form, OrganisationForm):
        try:
            await register(row.form)
        except SlugTaken:
            return "refused"
        return RowAction.NEW.value
    organisation = await queries.by_slug(row.slug)
    if organisation is None or row.form is None:
        return "refused"
    await amend(organisation, row.form)
    return RowAction.CHANGED.value


@handles("import_organisations")
async def import_when_confirmed(payload: Mapping[str, Any]) -> None:
    """Import a confirmed table; its content is deleted afterwards."""
    row = await confirmed_import(payload["import"])
    if row is None:
        return

    async def progress(done: int) -> None:
        async with transaction():
            await Import.update({Import.done: done}).where(Import.id == row.id)

    plan = await plan_import(row.content)
    async with transaction():
        await Import.update({Import.rows: len(plan.writing), Import.done: 0}).where(Import.id == row.id)
    await finish(row, await run_import(plan, progress), len(plan.writing))
