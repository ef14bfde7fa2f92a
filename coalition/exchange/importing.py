"""Importing organisations from a table: what each row would do is planned first, then done row by row."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import asdict

from coalition import clock
from coalition.database import one_row, transaction
from coalition.exchange.planning import Plan, PlannedRow, RowAction, plan_import
from coalition.exchange.tables import Import
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.organisations import queries
from coalition.organisations.forms import OrganisationForm
from coalition.organisations.registering import SlugTaken, amend, register

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    Progress = Callable[[int], Awaitable[None]]

__all__ = ["Outcome", "Plan", "PlannedRow", "RowAction", "plan_import", "run_import"]

_REPORT_EVERY = 20


class Outcome(Struct):
    """What an import did."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0


async def run_import(plan: Plan, progress: Progress | None = None) -> Outcome:
    """Write the rows of a plan, each in its own transaction; rows with problems are left out.

    Running it again, also after it broke off, changes nothing that was done.
    """
    outcome = Outcome(unchanged=plan.count(RowAction.UNCHANGED), refused=len(plan.refused))
    for at, row in enumerate(plan.writing, start=1):
        done = await _write(row)
        setattr(outcome, done, getattr(outcome, done) + 1)
        if progress and at % _REPORT_EVERY == 0:
            await progress(at)
    return outcome


async def _write(row: PlannedRow) -> str:
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


async def keep_for_confirmation(coordinator_id: int, file_name: str, text: str, rows: int, **more: Any) -> Import:
    """Keep an uploaded table until its sender has seen what it would do; `more` are further columns."""
    row = Import(coordinator=coordinator_id, file_name=file_name[:200], content=text, rows=rows, created_at=clock.now(), **more)
    async with transaction():
        await row.save()
    return row


async def confirm(row: Import) -> None:
    """Have a kept table imported in the background; confirming again does nothing."""
    async with transaction():
        waiting = (Import.id == row.id) & Import.confirmed_at.is_null()
        if await Import.update({Import.confirmed_at: clock.now()}).where(waiting).returning(Import.id):
            await enqueue("import_signatories" if row.memorandum else "import_organisations", {"import": row.id}, dedupe_key=f"import:{row.id}")


@handles("import_organisations")
async def import_when_confirmed(payload: Mapping[str, Any]) -> None:
    """Import a confirmed table; the table itself is forgotten afterwards."""
    row = await one_row(Import, Import.id == payload["import"])
    if row is None or row.finished_at or not row.confirmed_at:
        return

    async def progress(done: int) -> None:
        async with transaction():
            await Import.update({Import.done: done}).where(Import.id == row.id)

    plan = await plan_import(row.content)
    async with transaction():
        await Import.update({Import.rows: len(plan.writing), Import.done: 0}).where(Import.id == row.id)
    await finish(row, await run_import(plan, progress), len(plan.writing))


async def finish(row: Import, outcome: Outcome, written: int) -> None:
    """Note what an import did, and forget the table."""
    values: dict[Any, Any] = {Import.outcome: json.dumps(asdict(outcome)), Import.done: written, Import.finished_at: clock.now(), Import.content: ""}
    async with transaction():
        await Import.update(values).where(Import.id == row.id)


async def import_of(import_id: int, coordinator_id: int, memorandum_id: int | None = None) -> Import | None:
    """Return a kept table of this coordinator, of organisations or of a memorandum's signatories; those of others do not exist for him."""
    about = Import.memorandum.is_null() if memorandum_id is None else Import.memorandum == memorandum_id
    return await one_row(Import, (Import.id == import_id) & (Import.coordinator == coordinator_id) & about)
