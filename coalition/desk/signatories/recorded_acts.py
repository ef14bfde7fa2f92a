"""Recording an act of an organisation that came on paper, by letter, or from a source: the form, the check page, the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath, FromQuery

from coalition import clock, database, trail
from coalition.acts.act_order import ImpossibleOrder
from coalition.acts.default_disclosure import default_level_on
from coalition.acts.tables import Channel
from coalition.approvals import changing
from coalition.approvals.errors import AlreadyAsked, CannotBeDone, NeedsSecondCoordinator, NobodyToApprove
from coalition.approvals.queries import is_alone
from coalition.desk import rows
from coalition.desk.approvals.approvals import REFUSALS, code_of
from coalition.desk.desk_pages import checked, done, own_memorandum, person_of
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.desk.statements.statement_menus import statement_menus
from coalition.fields import InvalidForm
from coalition.memoranda import queries
from coalition.memoranda.actions import Action, Situation, is_possible
from coalition.memoranda.tables import Memorandum
from coalition.organisations.queries import views_by_slug
from coalition.signatures.act_previews import preview_of
from coalition.signatures.on_behalf_forms import EnteredActForm, RemarkForm
from coalition.signatures.recording_on_behalf import enter
from coalition.trail import TrailAct
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping


@route("desk.recorded_act.new")
async def new_recorded_act(request: AnyRequest, memorandum: FromPath[str], organisation: FromQuery[str] = "") -> Response[bytes]:
    """Show the form for the act and its source; the level is the default one, and stays open while the organisation is not known."""
    row = await own_memorandum(request, memorandum)
    values = {"organisation": organisation, "kind": "signature", "channel": Channel.HISTORICAL if row.historical else Channel.PAPER}
    values |= {"acted": "" if row.historical else clock.today().isoformat(), "disclosure": await _default(row, organisation) if organisation else ""}
    return await _page(request, row, values)


@route("desk.act_review.create")
async def check_recorded_act(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show what the public will read of it; nothing is recorded yet."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    if given.get("change"):
        return await _page(request, row, given)
    try:
        return await _check_page(request, row, await _form(row, given))
    except InvalidForm as problems:
        return await _refused(request, row, given, problems)


@route("desk.recorded_act.create")
async def create_recorded_act(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Record it."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        form = await _form(row, given)
        await enter(row, form, by=person_of(request))
    except InvalidForm as problems:
        return await _refused(request, row, given, problems)
    return done(request, "desk.signatory.show", "recorded", memorandum=row.slug, organisation=form.organisation)


@route("desk.remarked_act.create")
async def create_remarked_act(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Ask another coordinator to let it be recorded although its days are in an impossible order."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        form = await _form(row, given)
        made = await changing.record_with_remark(row, form, RemarkForm.parse(given, ignore_unknown=True).remark, person_of(request))
    except InvalidForm as problems:
        return await _refused(request, row, given, problems)
    except (AlreadyAsked, CannotBeDone, NeedsSecondCoordinator, NobodyToApprove) as problem:
        return await _page(request, row, given, **refusal(request, problem, REFUSALS))
    return done(request, "desk.signatories.list", code_of(made, "recorded"), memorandum=row.slug)


async def _refused(request: AnyRequest, row: Memorandum, given: Mapping[str, Any], problems: InvalidForm) -> Response[bytes]:
    """Show the form again; where only the order of the days is impossible, it offers to record the act with a remark."""
    shown: dict[str, Any] = {}
    if isinstance(problems, ImpossibleOrder) or "remark" in problems.problems:
        async with database.reading():
            shown["is_alone"] = await is_alone(person_of(request).id)
        shown["answers"] = await _form(row, given)
    return await _page(request, row, given, **shown, **refusal(request, problems))


async def _form(row: Memorandum, given: Mapping[str, Any]) -> EnteredActForm:
    """Return the form with the address names of the organisation and its successor, and with the default level if none was chosen."""
    named = {field: await rows.slug_in(given, field) for field in ("organisation", "successor") if field == "organisation" or given.get(field)}
    level = given.get("disclosure") or await _default(row, named["organisation"])
    return EnteredActForm.parse({**given, **named, "disclosure": level}, ignore_unknown=True)


async def _default(row: Memorandum, slug: str) -> str:
    async with database.reading():
        organisation = (await views_by_slug([slug])).get(slug)
        return (await default_level_on(row, organisation)).disclosure.value


async def _page(request: AnyRequest, row: Memorandum, values: Mapping[str, Any], *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        menus = await statement_menus(row, view, language_of(request))
    shown = {"part": "signatories", "values": values, "menus": menus, "answers": None, "is_alone": False}
    shown["on_paper"] = is_possible(Action.SIGN_ON_PAPER, Situation(row))
    context = shown | context
    return workbench_page(request, view, "desk/recorded_acts/new.html", status=status, **context)


async def _check_page(request: AnyRequest, row: Memorandum, form: EnteredActForm) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        preview = await preview_of(row, form, by=person_of(request))
    if preview.contact and preview.organisation.at_risk:
        await trail.record_reading(TrailAct.CONTACTS_READ, f"organisation:{preview.organisation.id}")
    return workbench_page(request, view, "desk/recorded_acts/review.html", part="signatories", answers=form, preview=preview)
