"""Correcting the days or the signer of an act on record: the form, the check page, the correction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database, trail
from coalition.acts.act_order import ImpossibleOrder
from coalition.acts.errors import NothingStands
from coalition.approvals import changing
from coalition.approvals.errors import AlreadyAsked, CannotBeDone, NeedsSecondCoordinator, NobodyToApprove
from coalition.approvals.queries import is_alone
from coalition.desk.approvals.approvals import REFUSALS, code_of
from coalition.desk.desk_pages import checked, done, own_memorandum, person_of
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.desk.signatories.signatory import party_with
from coalition.fields import InvalidForm
from coalition.memoranda import queries
from coalition.memoranda.tables import Memorandum
from coalition.organisations.views import OrganisationView
from coalition.signatures.act_previews import correction_preview
from coalition.signatures.correcting_record import correct, correctable, seen_of
from coalition.signatures.on_behalf_forms import RecordCorrectionForm, RemarkForm
from coalition.trail import TrailAct
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping


@route("desk.record_correction.new")
async def new_record_correction(request: AnyRequest, memorandum: FromPath[str], organisation: FromPath[str], act: FromPath[UUID]) -> Response[bytes]:
    """Show what is on record of an act, to be corrected; the reading of a name is recorded."""
    row, party = await own_memorandum(request, memorandum), await party_with(organisation)
    return await _page(request, row, party, act)


@route("desk.record_correction.review")
async def review_record_correction(
    request: AnyRequest, memorandum: FromPath[str], organisation: FromPath[str], act: FromPath[UUID]
) -> Response[bytes]:
    """Show what the public will read once it is corrected; nothing is recorded yet."""
    row, party, given = await own_memorandum(request, memorandum), await party_with(organisation), await checked(request)
    if given.get("change"):
        return await _page(request, row, party, act, values=given)
    try:
        form = RecordCorrectionForm.parse(given, ignore_unknown=True)
        return await _check_page(request, row, party, act, form)
    except NothingStands:
        raise NotFoundException from None
    except InvalidForm as problems:
        return await _refused(request, row, party, act, given, problems)


@route("desk.record_correction.create")
async def create_record_correction(
    request: AnyRequest, memorandum: FromPath[str], organisation: FromPath[str], act: FromPath[UUID]
) -> Response[bytes]:
    """Correct the record."""
    row, party, given = await own_memorandum(request, memorandum), await party_with(organisation), await checked(request)
    try:
        await correct(row, party.id, act, RecordCorrectionForm.parse(given, ignore_unknown=True))
    except NothingStands:
        raise NotFoundException from None
    except InvalidForm as problems:
        return await _refused(request, row, party, act, given, problems)
    return done(request, "desk.signatory.show", "record_corrected", memorandum=row.slug, organisation=party.slug)


@route("desk.remarked_correction.create")
async def create_remarked_correction(
    request: AnyRequest, memorandum: FromPath[str], organisation: FromPath[str], act: FromPath[UUID]
) -> Response[bytes]:
    """Ask another coordinator to let the record be corrected although its days are in an impossible order."""
    row, party, given = await own_memorandum(request, memorandum), await party_with(organisation), await checked(request)
    try:
        form, remark = RecordCorrectionForm.parse(given, ignore_unknown=True), RemarkForm.parse(given, ignore_unknown=True).remark
        made = await changing.correct_with_remark(row, changing.CorrectedAct(act, party.id), form, remark, person_of(request))
    except NothingStands:
        raise NotFoundException from None
    except InvalidForm as problems:
        return await _refused(request, row, party, act, given, problems)
    except (AlreadyAsked, CannotBeDone, NeedsSecondCoordinator, NobodyToApprove) as problem:
        return await _page(request, row, party, act, values=given, **refusal(request, problem, REFUSALS))
    return done(request, "desk.signatory.show", code_of(made, "record_corrected"), memorandum=row.slug, organisation=party.slug)


async def _refused(  # noqa: PLR0913, PLR0917 -- the act, and what was typed
    request: AnyRequest, row: Memorandum, party: OrganisationView, act: UUID, given: Mapping[str, Any], problems: InvalidForm
) -> Response[bytes]:
    """Show the form again; where only the order of the days is impossible, it offers to correct the record with a remark."""
    shown: dict[str, Any] = {}
    if isinstance(problems, ImpossibleOrder) or "remark" in problems.problems:
        async with database.reading():
            shown["is_alone"] = await is_alone(person_of(request).id)
        shown["answers"] = RecordCorrectionForm.parse(given, ignore_unknown=True)
    return await _page(request, row, party, act, values=given, **shown, **refusal(request, problems))


async def _page(
    request: AnyRequest, row: Memorandum, party: OrganisationView, act_id: UUID, *, values: Mapping[str, Any] | None = None, **context: Any
) -> Response[bytes]:
    try:
        async with database.reading():
            view = await queries.view(row)
            act, signer = await correctable(row.id, party.id, act_id)
    except NothingStands:
        raise NotFoundException from None
    await trail.record_reading(TrailAct.NAMES_READ, f"organisation:{party.id}", row.id)
    on_record = {"acted": str(act.acted or ""), "received": str(act.received or "")}
    on_record |= {"representative_name": signer.name, "representative_title": signer.title} if signer else {}
    filled = on_record | dict(values or {}) | {"seen": seen_of(act, signer)}
    shown: dict[str, Any] = {"part": "signatories", "party": party, "act": act, "values": filled}
    shown |= {"answers": None, "is_alone": False}
    return workbench_page(request, view, "desk/record_corrections/new.html", **shown | context)


async def _check_page(request: AnyRequest, row: Memorandum, party: OrganisationView, act_id: UUID, form: RecordCorrectionForm) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        act, _ = await correctable(row.id, party.id, act_id)
        preview = await correction_preview(row, party.id, act_id, form)
    shown: dict[str, Any] = {"part": "signatories", "party": party, "act": act, "answers": form, "preview": preview}
    return workbench_page(request, view, "desk/record_corrections/review.html", **shown)
