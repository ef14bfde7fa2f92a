"""Corrections of a fixed text: proposal, objections, decision, withdrawal."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.acts.errors import NotAParty
from coalition.acts.queries import is_from_sources
from coalition.acts.situations import actions_of
from coalition.addresses import url_for
from coalition.desk import rows
from coalition.desk.desk_pages import checked, done, own_memorandum, person_of
from coalition.desk.final_steps import final_page, is_sure, possible_step, try_out, wants_form
from coalition.desk.memoranda.final_texts import DECISION, OBJECTION, PAST_CORRECTION, PROPOSAL, WITHDRAWN_PROPOSAL
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.desk.sent_once import sent_once
from coalition.editions import corrected_text
from coalition.editions.corrected_text import places_in
from coalition.editions.correcting import decide, object_to, propose_correction, record_correction, withdraw_correction
from coalition.editions.correction_states import CorrectionAction, check_correction, correction_actions
from coalition.editions.errors import NothingToObjectTo
from coalition.editions.forms import CorrectionForm, ObjectionForm
from coalition.editions.queries import objections_to
from coalition.fields import InvalidForm
from coalition.jobs.work_queries import work_on
from coalition.languages import Message
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.errors import MemorandumRule
from coalition.memoranda.tables import Memorandum, WordingStatus
from coalition.organisations import queries as organisations
from coalition.published.history import text_history
from coalition.web.address_numbers import number_in
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from coalition.desk.final_steps import FinalStep
    from coalition.memoranda.tables import Wording
    from coalition.organisations.views import OrganisationView


_NO_PARTY = Message("Choose a party to the edition in force.")
_NEW_TEXT, _REASON = Message("New text of the passage"), Message("Reason")
_OVER = Message("It is decided, or the time for objections is over.")


@route("desk.corrections.list")
async def list_corrections(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """List the corrections with their objections, and the other actions on a fixed text."""
    return await corrections_page(request, await own_memorandum(request, memorandum))


@route("desk.correction.new")
async def new_correction(
    request: AnyRequest, memorandum: FromPath[str], text: FromQuery[str] = "", provision: FromQuery[str] = ""
) -> Response[bytes]:
    """Show the passages of an authentic text, or the form for one of them."""
    row = await own_memorandum(request, memorandum)
    return await _form(request, row, text or row.authentic_languages.split(",")[0], provision)


@route("desk.correction.create")
async def create_correction(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Propose a correction (every party gets a letter, the proposal is public), or record one that was made elsewhere."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    if wants_form(given):
        return await _form(request, row, str(given.get("language", "")), str(given.get("provision", "")), values=given)
    try:
        form = CorrectionForm.parse(given, ignore_unknown=True)
        if not is_sure(given):
            return await _asked(request, row, form, given)
        async with sent_once(request):
            await (record_correction(row, form, form.rectified) if form.rectified else propose_correction(row, form))
    except InvalidForm as problems:
        return await _refused(request, row, given, problems)
    except MemorandumRule as broken:
        return await corrections_page(request, row, **refusal(request, broken))
    return done(request, "desk.corrections.list", "recorded" if form.rectified else "proposed", memorandum=row.slug)


async def _asked(request: AnyRequest, row: Memorandum, form: CorrectionForm, given: dict[str, Any]) -> Response[bytes]:
    """Ask about a correction that can be made, as it would be proposed."""
    step = await possible_step(row, [PAST_CORRECTION if form.rectified else PROPOSAL])
    await try_out(partial(corrected_text.propose, row, form))
    language = language_of(request)
    about = [(_NEW_TEXT.text(language), form.after), (_REASON.text(language), form.reason)]
    return await final_page(request, row, step, given, part="text", about=about)


@route("desk.correction_objection.create")
async def create_objection(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Record an objection that a party sent by letter."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    if wants_form(given):
        return await corrections_page(request, row, typed=given | {"number": number})
    try:
        return await _object(request, row, number, given)
    except InvalidForm as problems:
        return await _objection_refused(request, row, number, given, problems)
    except NotAParty:
        return await _objection_refused(request, row, number, given, InvalidForm({"organisation": _NO_PARTY}))
    except NothingToObjectTo as over:
        return await corrections_page(request, row, **refusal(request, over, {NothingToObjectTo: _OVER}))


async def _object(request: AnyRequest, row: Memorandum, number: str, given: dict[str, Any]) -> Response[bytes]:
    """Ask about an objection that can be recorded, then record it."""
    [party] = (await organisations.views_by_slug([await rows.slug_in(given)])).values()
    change = partial(object_to, row, party.id, ObjectionForm.parse(given | {"correction": number}, ignore_unknown=True))
    if not is_sure(given):
        await try_out(change)
        return await final_page(request, row, OBJECTION, given, part="text", party=party, back=_list_address(request, row))
    await change()
    return done(request, "desk.corrections.list", "objected", memorandum=row.slug)


def _list_address(request: AnyRequest, row: Memorandum) -> str:
    return url_for("desk.corrections.list", lang=language_of(request), memorandum=row.slug)


async def _objection_refused(request: AnyRequest, row: Memorandum, number: str, given: dict[str, Any], problems: InvalidForm) -> Response[bytes]:
    """Show the page again with what was typed beside its correction."""
    at_its_field = InvalidForm({f"{field}-{number}" if field == "organisation" else "": text for field, text in problems.problems.items()})
    return await corrections_page(request, row, typed=given | {"number": number}, **refusal(request, at_its_field))


@route("desk.correction_decision.create")
async def create_decision(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Decide a correction after the time for objections."""
    return await _ended(request, memorandum, number, decide, said_then="decided", step=DECISION)


@route("desk.correction.withdraw")
async def withdraw_proposal(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Withdraw a correction before it is decided."""
    return await _ended(request, memorandum, number, withdraw_correction, said_then="correction_withdrawn", step=WITHDRAWN_PROPOSAL)


async def _ended(  # noqa: PLR0913 -- what ends a correction
    request: AnyRequest, memorandum: str, number: str, end: Callable[[Memorandum, int], Awaitable[object]], *, said_then: str, step: FinalStep
) -> Response[bytes]:
    row, given = await own_memorandum(request, memorandum), await checked(request)
    correction = await edition_queries.correction(row.id, number_in(number))
    if correction is None:
        raise NotFoundException
    try:
        if not is_sure(given):
            check_correction(CorrectionAction.DECIDE if step is DECISION else CorrectionAction.WITHDRAW, correction)
            return await final_page(request, row, step, given, part="text", back=_list_address(request, row))
        await end(row, correction.number)
    except MemorandumRule as broken:
        return await corrections_page(request, row, **refusal(request, broken))
    return done(request, "desk.corrections.list", said_then, memorandum=row.slug)


async def corrections_page(request: AnyRequest, row: Memorandum, *, status: int = 200, **context: Any) -> Response[bytes]:
    """Show the corrections, the next edition and the memorandum that replaces this one."""
    async with database.reading():
        view = await queries.view(row)
        history = await text_history(row)
        objections = await _objections([correction.id for correction in history.corrections])
        works = await work_on(row.id)
        successor = await queries.slug_of(row.successor) if row.successor else ""
        actions = await actions_of(view, person_of(request))
    shown: dict[str, Any] = {
        "part": "text",
        "actions": actions,
        "history": history,
        "works": works,
        "objections": objections,
        "typed": {"number": ""},
        "possible": {correction.number: correction_actions(correction) for correction in history.corrections},
        "values": {"successor": successor},
    }
    return workbench_page(request, view, "desk/corrections/list.html", status=status, **(shown | context))


async def _objections(correction_ids: Sequence[int]) -> dict[int, list[tuple[OrganisationView, str]]]:
    rows = await objections_to(correction_ids)
    named = await organisations.views_by_id(objection.organisation for objection in rows)
    by_correction: dict[int, list[tuple[OrganisationView, str]]] = defaultdict(list)
    for objection in rows:
        by_correction[objection.correction].append((named[objection.organisation], objection.reason))
    return by_correction


async def _authentic(row: Memorandum) -> list[Wording]:
    edition = await edition_queries.latest_edition(row.id)
    return [wording for wording in await edition_queries.wordings(edition.id) if wording.status == WordingStatus.AUTHENTIC and edition.digest]


async def _form(request: AnyRequest, row: Memorandum, code: str, key: str, *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        texts = await _authentic(row)
        wording = next((text for text in texts if text.language == code), None)
        places = await places_in(wording) if wording else []
        past = await is_from_sources(row.id)
    place = next((passage for passage in places if passage.key == key), None)
    if wording is None or (key and place is None):
        raise NotFoundException
    values = {"after": place.source if place else "", "kind": "error", "reason": ""}
    shown = {
        "part": "text",
        "code": code,
        "languages": [text.language for text in texts],
        "places": places,
        "place": place,
        "past": past,
        "values": values,
    }
    return workbench_page(request, view, "desk/corrections/new.html", status=status, **(shown | context))


async def _refused(request: AnyRequest, row: Memorandum, given: dict[str, Any], problems: InvalidForm) -> Response[bytes]:
    refused = refusal(request, problems)
    summary = [("" if field in {"language", "provision"} else field, text) for field, text in refused["summary"]]
    try:
        language, provision = str(given.get("language", "")), str(given.get("provision", ""))
        return await _form(request, row, language, provision, values=given, **refused | {"summary": summary})
    except NotFoundException:
        return await corrections_page(request, row, **refused | {"errors": {}, "summary": [("", text) for _, text in summary]})
