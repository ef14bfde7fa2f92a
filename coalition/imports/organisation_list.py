"""Importing organisations from a table, row by row, as planned in `organisation_plan`."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from coalition import clock, collector, trail
from coalition.acts.changing_names import NamesOnRecord
from coalition.acts.unlisting import amend_organisation
from coalition.database import analyse, put, transaction
from coalition.drafting_record import erasing_lines  # noqa: F401 -- its step erases lines of an organisation that is at risk
from coalition.fields import InvalidForm
from coalition.imports.file_previews import plan_of
from coalition.imports.left_out import left_out_rows
from coalition.imports.lists_with_aims import has_aim, note_on_list
from coalition.imports.partner_rows import PlannedPartner
from coalition.imports.plans import REPORT_EVERY, Outcome, RowAction
from coalition.imports.queries import import_by_id, language_of_importer, numbers_imported_before
from coalition.imports.tables import ImportedPartner
from coalition.imports.turns import ImportStopped, hold_turn, is_turn_of, stop
from coalition.imports.undoing import note, states_of
from coalition.imports.uploads import begin, finish, keep_for_confirmation, note_done
from coalition.jobs.worker import handles
from coalition.organisations import queries
from coalition.organisations.errors import IsMerged
from coalition.organisations.forms import OrganisationForm
from coalition.organisations.listing import ListingNeedsApproval
from coalition.organisations.registering import RiskNeedsApproval, SlugTaken, register
from coalition.partners.recording_partners import add_partner
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.imports.organisation_plan import PlannedOrganisation
    from coalition.imports.plans import Plan, Progress
    from coalition.imports.tables import Import
    from coalition.partners.forms import PartnerForm


async def run_import(plan: Plan[PlannedOrganisation], progress: Progress | None = None, upload: Import | None = None) -> Outcome:
    """Write the rows of a plan, each in its own transaction; rows with problems are not imported. An `upload` can be undone.

    Running it again, also after an interruption, changes nothing that was written.

    Raises:
        ImportStopped: whoever answers for the `upload` may not go on with it; what was written before stays.

    """
    await trail.record(TrailAct.ORGANISATIONS_IMPORTED)
    outcome = Outcome(unchanged=plan.count(RowAction.UNCHANGED), refused=len(plan.refused))
    on_list = [row.slug for row in plan.rows if row.action is RowAction.UNCHANGED and not row.problems]
    for number, row in enumerate(plan.writing, start=1):
        with trail.acting(None):  # the import is one entry, not each row
            result = await _write(row, upload)
        setattr(outcome, result, getattr(outcome, result) + 1)
        on_list += [row.slug] if result == row.action.value else []
        if progress and number % REPORT_EVERY == 0:
            await progress(number)
    if upload and has_aim(upload):
        await note_on_list(upload, on_list)
    return outcome


async def _write(row: PlannedOrganisation, upload: Import | None) -> str:
    """Write one row; return the field of `Outcome` that counts it."""
    try:
        async with transaction():
            if upload:
                await hold_turn(upload)
            if row.form:
                organisation_id, before = await _write_form(row)
                if upload:
                    await note(upload.id, organisation_id, before)
            if isinstance(row, PlannedPartner) and row.partner:
                await _add_partner(row.partner, upload)
    except (SlugTaken, RiskNeedsApproval, ListingNeedsApproval, IsMerged, NamesOnRecord, InvalidForm):
        return "refused"
    return row.action.value


async def _add_partner(form: PartnerForm, upload: Import | None) -> None:
    partner = await add_partner(form, imported=True)
    if upload:
        await put(ImportedPartner, upload=upload.id, partner=partner.id)


async def _write_form(row: PlannedOrganisation) -> tuple[int, str]:
    """Write the form of a row; return the id of the organisation, and its state before as `undoing` stores it."""
    if isinstance(row.form, OrganisationForm):
        return (await register(row.form, names_were_shown=True)).id, ""
    organisation = await queries.by_slug(row.slug)
    if organisation is None or row.form is None:
        raise SlugTaken
    before = (await states_of([organisation.id]))[organisation.id]
    await amend_organisation(organisation, row.form, names_were_shown=True)
    return organisation.id, before


async def import_for(coordinator_id: int, file_name: str, plan: Plan[PlannedOrganisation], **more: Any) -> Outcome:
    """Import a plan at once for a coordinator, who can undo it; the file itself is not stored. `more` are further columns of the upload."""
    upload = await keep_for_confirmation(coordinator_id, file_name, (), rows=len(plan.writing), confirmed_at=clock.now(), **more)
    try:
        outcome = await run_import(plan, upload=upload)
    except ImportStopped:
        await stop(upload)
        raise
    await finish(upload, outcome, len(plan.writing), left_out_rows(plan.file, plan.rows, "en"))
    return outcome


@handles("import_organisations")
async def import_when_confirmed(payload: Mapping[str, Any]) -> None:
    """Import a confirmed table, then delete the text of the table."""
    row = await import_by_id(payload["import"])
    if row is None or not is_turn_of(row, payload):
        return
    try:
        await _import(row)
    except ImportStopped:
        await stop(row)
    await analyse()


async def _import(row: Import) -> None:
    with ExitStack() as until_freed:
        with collector.paused():
            plan = await plan_of(row)
            until_freed.enter_context(collector.set_aside())
        before = await numbers_imported_before(row)
        await begin(row, len(plan.writing))
        outcome = await run_import(plan, partial(note_done, row), row)
        outcome = replace(outcome, new=outcome.new + before.new, changed=outcome.changed + before.changed)
        outcome = replace(outcome, unchanged=max(0, outcome.unchanged - before.new - before.changed))
        await finish(row, outcome, len(plan.writing), left_out_rows(plan.file, plan.rows, await language_of_importer(row)))
        await asyncio.to_thread(collector.free, plan.rows)
