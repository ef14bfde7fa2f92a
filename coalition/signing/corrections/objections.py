"""Objecting to a proposed correction of the text, and withdrawing an objection."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.di import NamedDependency

from coalition import database
from coalition.acts.parties import check_party
from coalition.addresses import url_for
from coalition.editions.correcting import object_to, take_objection_back
from coalition.editions.errors import NothingToObjectTo
from coalition.editions.forms import ObjectionForm
from coalition.editions.queries import objections_to
from coalition.fields import InvalidForm
from coalition.published.history import text_history
from coalition.signing.signing_pages import language_switch, problem_context, signing_page, text_inputs
from coalition.signing.visits import Visit, enter_fully
from coalition.web.forms import posted
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route


@route("signing.objection.new")
async def new_objection(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Show the corrections that are not decided, with a form to object."""
    async with database.reading():
        return await _ask(request, language, await _enter(request))


@route("signing.objection.create")
async def create_objection(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Record the objection."""
    given, visit = await _posted(request)
    try:
        form = ObjectionForm.parse(given, ignore_unknown=True)
    except InvalidForm as problems:
        again = {"values": text_inputs(given), "alternates": language_switch("signing.objection.new")} | problem_context(request, problems)
        async with database.reading():
            return await _ask(request, language, visit, status=422, **again)
    await object_to(visit.opened.memorandum, visit.opened.invitation.organisation, form)
    return redirect("signing.objection.new", lang=language)


@route("signing.objection.remove")
async def remove_objection(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Withdraw the objection to a correction."""
    given, visit = await _posted(request)
    try:
        form = ObjectionForm.parse(given, ignore_unknown=True)
    except InvalidForm:
        raise NothingToObjectTo from None
    await take_objection_back(visit.opened.memorandum, visit.opened.invitation.organisation, form.correction)
    return redirect("signing.objection.new", lang=language)


async def _posted(request: AnyRequest) -> tuple[dict[str, Any], Visit]:
    given = await posted(request)
    async with database.reading():
        visit = await _enter(request)
    visit.check_form(given)
    return given, visit


async def _enter(request: AnyRequest) -> Visit:
    """Return the visit of a party; an organisation that has not signed cannot object."""
    visit = await enter_fully(request)
    if visit.own_record is None:
        raise NothingToObjectTo
    await check_party(visit.opened.memorandum, visit.opened.invitation.organisation)
    return visit


async def _ask(request: AnyRequest, language: str, visit: Visit, *, status: int = 200, **again: Any) -> Response[bytes]:
    corrections = (await text_history(visit.opened.memorandum)).open_corrections
    objections = await objections_to([correction.id for correction in corrections])
    own = {objection.correction for objection in objections if objection.organisation == visit.opened.invitation.organisation}
    context = {
        "corrections": corrections,
        "objected": [correction for correction in corrections if correction.id in own],
        "free": [correction for correction in corrections if correction.id not in own],
        "form_token": visit.form_token,
        "back_url": url_for("signing.text.show", lang=language),
    }
    return signing_page(request, "objections", status=status, **(context | again))
